using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Rbac.AspNetCore;
using Cks.Samples.Portal.Database;
using Cks.Scope;

namespace Cks.Samples.Portal.Services;

/// <summary>Loads a service in somebody's scope, whole.</summary>
internal sealed class ServiceFinder(ScopedReader reader, IScopeQueries scope) : IResourceLoader<Service>
{
    private static readonly Column<string> Id = PortalTables.Services.Column<string>("service_id");

    public async ValueTask<Service?> LoadAsync(Subject subject, string key, CancellationToken cancellationToken = default) => await reader.ReadFirstAsync(
        subject,
        scope.Unmasked(subject, Query.From(PortalTables.Services).Where(Id, Op.Eq, key.ToUpperInvariant()).Select(Service.Columns), "decisions look at the whole service, and the endpoint's mask cuts what is shown"),
        Service.Read,
        cancellationToken);
}
