namespace Cks.Rbac.AuthZen;

/// <summary>Subjects and resources as the application has them, of the caller's tenant and types; everything else is unknown.</summary>
internal sealed class KnownEntities(ISubjectSource subjects, IResourceSource resources, ISubjectBinder binder)
{
    /// <summary>The subjects of some questions by type and id, with what they may do now.</summary>
    public async ValueTask<Dictionary<(string Type, string Id), Subject>> SubjectsAsync(Asking asking, IEnumerable<Entity> wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, string), Subject>();
        foreach (var (type, ids) in ByType(wanted))
        {
            foreach (var stored in await subjects.FindAsync(asking.Tenant, type, ids, cancellationToken).ConfigureAwait(false))
                if (ids.Contains(stored.Id) && asking.Sees(stored))
                    found.Add((type, stored.Id), await binder.BindAsync(stored.Subject, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>The resources of some questions by type and id.</summary>
    public async ValueTask<Dictionary<(string Type, string Id), StoredResource>> ResourcesAsync(Asking asking, IEnumerable<Entity> wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, string), StoredResource>();
        foreach (var (type, ids) in ByType(wanted))
        {
            foreach (var stored in await resources.FindAsync(asking.Tenant, type, ids, cancellationToken).ConfigureAwait(false))
                if (ids.Contains(stored.Id) && asking.Sees(stored))
                    found.Add((type, stored.Id), stored);
        }

        return found;
    }

    /// <summary>The next subjects of a type. They are bound one by one as they are asked about.</summary>
    public ValueTask<IReadOnlyList<StoredSubject>> NextSubjectsAsync(Asking asking, string type, string? after, int limit, CancellationToken cancellationToken) =>
        subjects.ListAsync(asking.Tenant, type, after, limit, cancellationToken);

    /// <summary>The next resources of a type.</summary>
    public ValueTask<IReadOnlyList<StoredResource>> NextResourcesAsync(Asking asking, string type, string? after, int limit, CancellationToken cancellationToken) =>
        resources.ListAsync(asking.Tenant, type, after, limit, cancellationToken);

    public ValueTask<Subject> BindAsync(StoredSubject stored, CancellationToken cancellationToken) => binder.BindAsync(stored.Subject, cancellationToken);

    private static Dictionary<string, HashSet<string>> ByType(IEnumerable<Entity> wanted)
    {
        var types = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var entity in wanted)
        {
            if (!types.TryGetValue(entity.Type, out var ids))
                types[entity.Type] = ids = new(StringComparer.Ordinal);
            ids.Add(entity.Id);
        }

        return types;
    }
}
