using Cks.Core;

namespace Cks.Rbac;

/// <summary>
/// What somebody may hand on to an API key, bounded like a grant (S11, S17). To a key of their own: what they hold now, on whatever rows, for the key has those rows and no others. To somebody else's: what
/// they hold on every row, with all fields that the other one has, for as long as the key lives. Never what is kept for people in a session of their own.
/// </summary>
internal sealed class PolicyHoldings(ISubjectFactory subjects, PermissionBuilder builder, IGrantStore? grants = null) : IHoldings
{
    public async ValueTask<Holding> AskAsync(HoldingQuestion question, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        var giver = await subjects.CreateAsync(question.Giver, cancellationToken).ConfigureAwait(false);
        var receiver = question.Receiver is null ? null : await subjects.CreateAsync(question.Receiver, cancellationToken).ConfigureAwait(false);
        // Read here, and not out of what is remembered of them: that may be a minute old.
        var (given, received) = (await GrantsOfAsync(giver, cancellationToken).ConfigureAwait(false), await GrantsOfAsync(receiver, cancellationToken).ConfigureAwait(false));
        var snapshot = builder.Store.Current;
        var holding = new GrantorHolding(builder, snapshot, giver.Context, given, builder.Clock.GetUtcNow());
        var answer = new Holding(giver.Issuer, giver.Id, giver.Tenant)
        {
            IsTest = giver.IsTest,
            IsBorrowed = giver.Actor.Length > 0 || giver.Credential.Length > 0 || giver.CredentialCapabilities is not null,
            IsPermitted = holding.May(question.Act),
        };
        if (receiver is null)
            return answer;
        var isOwn = PersonId.Of(giver) == PersonId.Of(receiver) && giver.Tenant == receiver.Tenant;
        var others = builder.Build(snapshot, receiver.Context, received).Permissions;
        return Expand(snapshot.Value, question.Capabilities, answer, c => !snapshot.Value.IsPersonal(c)
            && (isOwn ? holding.MaySomewhere(c) : holding.HoldsEverywhere(c, others.Fields(c), question.Until)));
    }

    private static Holding Expand(Policy policy, IReadOnlyList<string> asked, Holding answer, Func<CapabilityId, bool> holds)
    {
        var held = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in asked)
        {
            CapabilityId[] named = text.EndsWith(":*", StringComparison.Ordinal) ? [.. policy.FindResource(text[..^2])?.Capabilities ?? []] : policy.TryFind(text, out var one) ? [one] : [];
            if (named.Length == 0)
                return answer with { Unknown = text };
            // All of a resource is all of it that may be given.
            var given = named.Where(holds).Select(c => c.Name).ToArray();
            if (given.Length == 0)
                return answer with { Beyond = text };
            held.UnionWith(given);
        }

        return answer with { Held = [.. held] };
    }

    private async ValueTask<IReadOnlyList<Grant>> GrantsOfAsync(Subject? subject, CancellationToken cancellationToken) => subject is null || grants is null || subject.Id.Length == 0
        ? [] : await grants.OfAsync(subject.Issuer, subject.Id, subject.Tenant, cancellationToken).ConfigureAwait(false);
}
