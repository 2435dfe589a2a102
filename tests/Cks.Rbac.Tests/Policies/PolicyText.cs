using System.Text;
using Cks.Core;

namespace Cks.Rbac.Tests.Policies;

internal static class PolicyText
{
    public static LoadResult<Policy> Read(string json) => PolicyReader.Read("test.rbac.json", Encoding.UTF8.GetBytes(json));

    public static SnapshotStore<Policy> Store(string json)
    {
        var store = new SnapshotStore<Policy>();
        Assert.True(store.TryActivate(Read(json), Encoding.UTF8.GetBytes(json), out _), string.Join('\n', Read(json).Diagnostics));
        return store;
    }

    public static PolicyDecisionPoint DecisionPoint(string json, params IResourceMap[] maps) => new(new(Store(json), [], TimeProvider.System), new(maps), new([]), usesGrants: false);

    public static Subject With(params string[] roles) => new("u1", TenantId.Parse("main"), roles);
}
