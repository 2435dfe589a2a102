using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Cks.Scope.Tests.Reading;

public sealed class SilentPlannerTests
{
    [Fact]
    public async Task A_planner_that_has_no_plan_permits_nothing()
    {
        await using var source = SqliteFactory.Instance.CreateDataSource($"Data Source=silent-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
        await using var open = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await new Graph(
            [new("managers", "MGR-001", "main", false, false, "active", null)],
            [new Order("ORD-001", "main", false, false, "open", "secret", "MGR-001", null, null, Graph.Now, null, 1, 2)]).WriteAsync(source, "text");
        var scopes = new TestScopes(source, SqliteCompiler.Default);
        var cursors = new ScopeCursors(Options.Create(new CksScopeOptions { CursorKey = new byte[32] }), scopes.Clock);
        var service = new ScopeService(ScopeText.ModelStore, new Silent(scopes.Decisions), scopes.Decisions, scopes.Reader, cursors, scopes.Clock);

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await service.ListAsync(new Subject("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" }, "orders", new(), TestContext.Current.CancellationToken));
    }

    private sealed class Silent(IPolicyPlanner planner) : IPolicyPlanner
    {
        public ScopePlan Plan(Subject subject, CapabilityId capability) => null!;

        public ValueTask<IReadOnlyList<T>> FilterAsync<T>(Subject subject, CapabilityId capability, IReadOnlyList<T> rows, CancellationToken cancellationToken = default) => planner.FilterAsync(subject, capability, rows, cancellationToken);

        public FieldMask Fields(Subject subject, CapabilityId capability) => planner.Fields(subject, capability);

        public IReadOnlyList<CapabilityId> WhatCan(Subject subject) => planner.WhatCan(subject);

        public Policy PolicyOf(Subject subject) => planner.PolicyOf(subject);
    }
}
