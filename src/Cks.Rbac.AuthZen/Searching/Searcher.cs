namespace Cks.Rbac.AuthZen;

/// <summary>Finds what a question leaves open, by the same decisions, among a limited number of candidates.</summary>
internal sealed class Searcher(AuthZenModel model, KnownEntities known, IPolicyDecisionPoint decisions, IPolicyPlanner planner)
{
    private const int Batch = 100;

    public ValueTask<SearchPage> FindAsync(SearchKind kind, Asking asking, Question question, string? after, int limit, CancellationToken cancellationToken)
    {
        // A page without results is looked for nowhere, and the next begins where it did.
        if (limit == 0)
            return new(new SearchPage([], after ?? ""));
        if (!asking.Caller.MayAskAbout(question.Subject!.Type, question.Resource!.Type) || model.TypeOf(question.Resource.Type) is not { } type)
            return new(SearchPage.Empty);
        if (kind == SearchKind.Action)
            return ActionsAsync(asking, question, type, after, limit, cancellationToken);
        // What is unknown is permitted to nobody, and is searched for as long as what is denied to all: a page that ends sooner would tell them apart (S28).
        type.TryFind(question.Action!.Name, out var capability);
        return kind == SearchKind.Subject ? SubjectsAsync(asking, question, capability, after, limit, cancellationToken) : ResourcesAsync(asking, question, capability, after, limit, cancellationToken);
    }

    private async ValueTask<SearchPage> SubjectsAsync(Asking asking, Question question, CapabilityId capability, string? after, int limit, CancellationToken cancellationToken)
    {
        var resource = await ResourceAsync(asking, question, cancellationToken).ConfigureAwait(false);
        return await ScanAsync(after, limit, (from, take) => known.NextSubjectsAsync(asking, question.Subject!.Type, from, take, cancellationToken), s => s.Id, asking.Sees, PermitsAsync).ConfigureAwait(false);

        async ValueTask<bool[]> PermitsAsync(IReadOnlyList<StoredSubject> candidates)
        {
            var permitted = new bool[candidates.Count];
            for (var i = 0; resource is not null && i < permitted.Length; i++)
            {
                var subject = await known.BindAsync(candidates[i], cancellationToken).ConfigureAwait(false);
                permitted[i] = (await decisions.CheckAsync(subject, capability, resource, cancellationToken).ConfigureAwait(false)).IsPermitted;
            }

            return permitted;
        }
    }

    private async ValueTask<SearchPage> ResourcesAsync(Asking asking, Question question, CapabilityId capability, string? after, int limit, CancellationToken cancellationToken)
    {
        var subject = await SubjectAsync(asking, question, cancellationToken).ConfigureAwait(false);
        var type = question.Resource!.Type;
        return await ScanAsync(after, limit, (from, take) => known.NextResourcesAsync(asking, type, from, take, cancellationToken), r => r.Id, asking.Sees, PermitsAsync).ConfigureAwait(false);

        async ValueTask<bool[]> PermitsAsync(IReadOnlyList<StoredResource> candidates)
        {
            if (subject is null)
                return new bool[candidates.Count];
            var made = await decisions.CheckAllAsync(subject, capability, [.. candidates.Select(c => new AuthZenResource(c, question, asking.Caller.Asserted[type]))], cancellationToken).ConfigureAwait(false);
            return [.. made.Select(d => d.IsPermitted)];
        }
    }

    private async ValueTask<SearchPage> ActionsAsync(Asking asking, Question question, AuthZenResourceType type, string? after, int limit, CancellationToken cancellationToken)
    {
        // Both are asked for, whichever is unknown.
        var (who, what) = (await SubjectAsync(asking, question, cancellationToken).ConfigureAwait(false), await ResourceAsync(asking, question, cancellationToken).ConfigureAwait(false));
        if (who is not { } subject || what is not { } resource)
            return SearchPage.Empty;
        var found = new List<string>();
        foreach (var (name, capability) in type.ActionsOf(planner.PolicyOf(subject)).Where(a => after is null || string.CompareOrdinal(a.Key, after) > 0))
        {
            if (!(await decisions.CheckAsync(subject, capability, resource, cancellationToken).ConfigureAwait(false)).IsPermitted)
                continue;
            if (found.Count == limit)
                return new(found, found[^1]);
            found.Add(name);
        }

        return new(found, null);
    }

    private async ValueTask<SearchPage> ScanAsync<T>(string? after, int limit, Func<string?, int, ValueTask<IReadOnlyList<T>>> list, Func<T, string> idOf, Func<T, bool> sees, Func<IReadOnlyList<T>, ValueTask<bool[]>> permits)
    {
        var found = new List<string>();
        for (var budget = model.Options.MaxCandidates; budget > 0;)
        {
            var take = Math.Min(Batch, budget);
            // What a source hands out beyond what was wanted comes again with the next page.
            T[] candidates = [.. (await list(after, take).ConfigureAwait(false)).Take(take)];
            T[] visible = [.. candidates.Where(sees)];
            var permitted = await permits(visible).ConfigureAwait(false);
            for (int i = 0, next = 0; i < candidates.Length; i++)
            {
                after = idOf(candidates[i]);
                if (!sees(candidates[i]) || !permitted[next++])
                    continue;
                found.Add(after);
                if (found.Count == limit)
                    return new(found, i + 1 < candidates.Length || candidates.Length >= take ? after : null);
            }

            if (candidates.Length < take)
                return new(found, null);
            budget -= candidates.Length;
        }

        return new(found, after);
    }

    private async ValueTask<Subject?> SubjectAsync(Asking asking, Question question, CancellationToken cancellationToken) =>
        (await known.SubjectsAsync(asking, [question.Subject!], cancellationToken).ConfigureAwait(false)).Values.SingleOrDefault();

    private async ValueTask<AuthZenResource?> ResourceAsync(Asking asking, Question question, CancellationToken cancellationToken) =>
        (await known.ResourcesAsync(asking, [question.Resource!], cancellationToken).ConfigureAwait(false)).Values.SingleOrDefault() is { } stored
            ? new(stored, question, asking.Caller.Asserted[question.Resource!.Type])
            : null;
}
