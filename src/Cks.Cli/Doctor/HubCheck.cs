using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;

namespace Cks.Cli;

/// <summary>Loads hub documents and checks their roles and permissions against the policy; layers of tenants by their form alone.</summary>
internal sealed class HubCheck : IDocumentCheck
{
    /// <summary>The files that are taken for hub documents.</summary>
    public const string Files = "hubs/*.json";

    public string Pattern => Files;

    public IReadOnlyList<Diagnostic> Check(string file, ReadOnlyMemory<byte> utf8, Policy? policy)
    {
        if (HubInput.TenantOf(file) is { } tenant)
            return HubLayer.Read(HubLayerKind.Tenant, tenant, file, utf8).Diagnostics;
        if (policy is null)
            return HubDefinitionReader.Read(file, utf8).Diagnostics;
        // Pages, data sources and actions are registered in code: only the start of the application can tell whether a target is there.
        return new HubValidator(targets: null, policy).Read(file, utf8).Diagnostics;
    }
}
