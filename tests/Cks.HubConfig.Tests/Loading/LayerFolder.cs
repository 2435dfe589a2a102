using Cks.Core;
using Cks.Rbac;

namespace Cks.HubConfig.Tests;

/// <summary>A folder with a base, the contractor's hub of version 1, an environment and layers of tenants, and the catalog over it.</summary>
internal sealed class LayerFolder : IDisposable
{
    public const string Base = """{ "schemaVersion": 2, "permissions": { "canEditProfile": true }, "features": { "messaging": { "enabled": true } } }""";

    private readonly TemporaryFolder _folder = new();

    public LayerFolder()
    {
        Write("base.json", Base);
        Write("production.json", """{ "schemaVersion": 2, "features": { "bulkOperations": { "maxBatchSize": 50 } } }""");
        _folder.Write("contractor.v1.json", Portal.Contractor);
        Directory.CreateDirectory(Path.Combine(_folder.Root, "tenants"));
    }

    public SnapshotStore<Policy> Policies { get; } = Portal.Policies(Portal.Capabilities);

    public string FullName => _folder.Root;

    public HubSources Sources => new()
    {
        Base = [HubSource.File(At("base.json"))],
        Roles = [new HubFolder(At("{role}.v1.json"))],
        Environment = [HubSource.File(At("production.json"))],
        Tenants = [new HubFolder(At("tenants/{tenant}.json"), NamePattern.TenantPlace)],
    };

    public HubCatalog Catalog(params string[] listed) => new(Sources with { Listed = listed }, null, Portal.Targets, Policies, null);

    public void Write(string name, string text) => _folder.Write(name, text);

    public void Tenant(string tenant, string text) => Write($"tenants/{tenant}.json", text);

    public void Delete(string name) => File.Delete(At(name));

    public static string[] Permitted(HubCatalog catalog, string tenant) => [.. Portal.Capabilities.Where(c => catalog.Permits(["contractor"], tenant, CapabilityId.Of(c)))];

    public void Dispose() => _folder.Dispose();

    private string At(string name) => Path.Combine(_folder.Root, name);
}
