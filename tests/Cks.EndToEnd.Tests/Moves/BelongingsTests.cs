using Cks.Samples.Portal.Database;
using Cks.Samples.Portal.Moves;
using Cks.Scope;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

public sealed class BelongingsTests
{
    [Fact]
    public async Task Every_foreign_key_to_what_can_be_deleted_is_known()
    {
        await using var database = await TestDatabase.CreateMigratedAsync(PortalEngine.Sqlite);
        var model = ScopeModelReader.Read("portal.scope.json", File.ReadAllBytes(Path.Combine(RunningPortal.ContentRoot, "scopes", "portal.scope.json"))).Value!;
        var known = new HashSet<string>();
        foreach (var (name, belongings) in Belongings.All)
        {
            Assert.True(model.TryGetEntity(name, out var entity));
            known.UnionWith(belongings.Own.Concat(belongings.Needed).Concat(model.ChildRelationsOf(entity).Select(r => r.By!)).Select(c => $"{c.Table}.{c.Name} -> {entity.Table}"));
        }

        var keys = await database.LinesAsync(
            """
            SELECT t.name || '.' || f."from" || ' -> ' || f."table" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table' AND f."from" NOT IN ('tenant_id', 'is_test') AND f."table" NOT IN ('activities', 'archives')
            """);

        Assert.NotEmpty(keys);
        Assert.Empty(keys.Except(known));
    }
}
