using System.Data.Common;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using Microsoft.Data.Sqlite;

namespace Cks.Scope.Tests.Inspection;

/// <summary>Looking at another's scope; that it is cut rightly is compared with the naive model beside the other answers.</summary>
public sealed class InspectionTests : IAsyncLifetime
{
    private static readonly Graph Data = new(
    [
        new("admins", "ADM-001", "main", false, false, null, null),
        new("managers", "MGR-001", "main", false, false, "active", null),
        new("managers", "MGR-002", "main", false, false, "active", null),
        new("managers", "MGR-003", "main", false, true, "active", null),
        new("customers", "CUS-001", "main", false, false, "active", "MGR-001"),
        new("centers", "CEN-001", "main", false, false, "active", "CUS-001"),
        new("centers", "CEN-002", "main", false, true, "active", "CUS-001"),
        new("centers", "CEN-003", "main", true, false, "active", "CUS-001"),
        new("centers", "CEN-004", "acme", false, false, "active", "CUS-001"),
        new("crew", "CRW-001", "main", false, false, "active", "CEN-001"),
        new("crew", "CRW-002", "main", false, false, "paused", "CEN-001"),
    ]);

    private readonly DbDataSource _source = SqliteFactory.Instance.CreateDataSource($"Data Source=scope-{Guid.NewGuid():N};Mode=Memory;Cache=Shared");
    private DbConnection? _open;
    private TestScopes _scopes = null!;

    public async ValueTask InitializeAsync()
    {
        _open = await _source.OpenConnectionAsync();
        await Data.WriteAsync(_source, "text");
        _scopes = new(_source, SqliteCompiler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _open!.DisposeAsync();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task S07_an_inspection_shows_the_other_in_its_own_words_and_offers_no_cursor()
    {
        var scope = await _scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager"), "ctr1");

        Assert.Equal(("center", "CEN-001"), (scope!.Role, scope.CksCode));
        Assert.Equal(["crew", "orders", "services"], scope.Relationships.Keys.Order());
        Assert.Equal(["CRW-001", "CRW-002"], scope.Relationships["crew"].Items.Select(r => r["code"]));
        Assert.All(scope.Relationships.Values, s => Assert.Null(s.Next));
        Assert.Equal(["MGR-001 center CEN-001"], _scopes.Audit);
    }

    [Fact]
    public async Task S07_only_fields_that_both_may_read_are_shown_and_a_set_whose_key_is_hidden_from_one_is_absent()
    {
        var narrow = await _scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager", "narrow"), "CEN-001");
        var blurred = await _scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager", "blurred"), "CEN-001");
        var undated = await _scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager", "undated"), "CEN-001");

        Assert.Equal(["orders", "services"], narrow!.Relationships.Keys.Order());
        Assert.Empty(narrow.Upward);
        Assert.DoesNotContain("crewCount", narrow.Summary.Keys);
        Assert.DoesNotContain("orders", blurred!.Relationships.Keys);
        Assert.DoesNotContain("openCount", blurred.Summary.Keys);
        Assert.Contains("dueLater", blurred.Summary.Keys);
        Assert.DoesNotContain("orders", undated!.Relationships.Keys);
        Assert.DoesNotContain("dueLater", undated.Summary.Keys);
        var byAdmin = await _scopes.Inspector.GetRoleScopeAsync(Me("ADM-001", "admin"), "CEN-001");
        Assert.Empty(byAdmin!.Relationships["crew"].Items);
        Assert.Equal(0L, byAdmin.Summary["crewCount"]);
    }

    [Theory]
    [InlineData("MGR-001", "manager", "CEN-002")]
    [InlineData("MGR-001", "manager", "CEN-003")]
    [InlineData("MGR-001", "manager", "CEN-004")]
    [InlineData("MGR-001", "manager", "CEN-009")]
    [InlineData("MGR-001", "manager", "MGR-002")]
    [InlineData("MGR-001", "manager", "CUS-001")]
    [InlineData("MGR-001", "manager", "ADM-001")]
    [InlineData("MGR-001", "manager", "")]
    [InlineData("MGR-001", "manager", "CEN-001' OR '1'='1")]
    [InlineData("MGR-002", "manager", "CEN-001")]
    [InlineData("MGR-003", "manager", "CEN-001")]
    [InlineData("CEN-001", "center", "CRW-001")]
    [InlineData("CRW-001", "crew", "CRW-001")]
    [InlineData("ADM-001", "admin", "MGR-001")]
    [InlineData("ADM-001", "admin", "ADM-001")]
    [InlineData("ADM-002", "admin", "CEN-001")]
    [InlineData("", "manager", "CEN-001")]
    public async Task S07_everything_else_is_not_there_and_not_written_down(string inspector, string role, string code)
    {
        Assert.Null(await _scopes.Inspector.GetRoleScopeAsync(Me(inspector, role), code));
        Assert.Empty(_scopes.Audit);
    }

    [Fact]
    public async Task S07_an_inspection_that_cannot_be_written_down_shows_nothing()
    {
        _scopes.OnAudit = () => throw new InvalidOperationException("The audit is down.");

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager"), "CEN-001"));
    }

    [Fact]
    public async Task S07_a_capability_with_a_condition_does_not_inspect()
    {
        var policy = Model.ScopeText.Policy.Replace("\"scope\": { \"actions\": [\"inspect\"] }", "\"scope\": { \"actions\": [\"inspect\"], \"attributes\": [\"kind\"] }")
            .Replace("\"permit\": [{ \"actions\": [\"scope:inspect\"] }], \"deny\"", "\"permit\": [{ \"actions\": [\"scope:inspect\"], \"when\": { \"kind\": \"x\" } }], \"deny\"");
        Assert.NotEqual(Model.ScopeText.Policy, policy);
        var scopes = new TestScopes(_source, SqliteCompiler.Default, policy: Policy(policy));

        Assert.Null(await scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager"), "CEN-001"));
        Assert.NotNull(await scopes.Inspector.GetRoleScopeAsync(Me("ADM-001", "admin"), "CEN-001"));
    }

    [Fact]
    public async Task S07_a_record_that_two_roles_stand_for_is_not_inspected()
    {
        var model = Model.ScopeText.Model.Replace("\"crew\": { \"entity\": \"crew\"", "\"visitor\": { \"entity\": \"center\", \"includeRelationships\": [\"crew\"] }, \"crew\": { \"entity\": \"crew\"");
        Assert.NotEqual(Model.ScopeText.Model, model);
        var scopes = new TestScopes(_source, SqliteCompiler.Default, model: SnapshotStore<ScopeModel>.Load(System.Text.Encoding.UTF8.GetBytes(model), utf8 => ScopeModelReader.Read("test", utf8)));

        Assert.Null(await scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager"), "CEN-001"));
        Assert.NotNull(await scopes.Inspector.GetRoleScopeAsync(Me("MGR-001", "manager"), "CRW-001"));
    }

    [Fact]
    public async Task S28_absent_and_outside_are_one_answer()
    {
        var me = Me("MGR-001", "manager");

        Assert.Equal(JsonSerializer.Serialize(await _scopes.Inspector.GetRoleScopeAsync(me, "CEN-004")), JsonSerializer.Serialize(await _scopes.Inspector.GetRoleScopeAsync(me, "CEN-999")));
        Assert.Equal(JsonSerializer.Serialize(await _scopes.Service.FindAsync(me, "center", "CEN-004")), JsonSerializer.Serialize(await _scopes.Service.FindAsync(me, "center", "CEN-999")));
    }

    private static SnapshotStore<Policy> Policy(string json) => SnapshotStore<Policy>.Load(System.Text.Encoding.UTF8.GetBytes(json), utf8 => PolicyReader.Read("test", utf8));

    private static Subject Me(string code, params string[] roles) => new("u", TenantId.Parse("main"), roles) { Code = code };
}
