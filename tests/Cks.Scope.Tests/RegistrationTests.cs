using System.Data.Common;
using System.Text;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Scope.Tests;

public sealed class RegistrationTests
{
    private static HostApplicationBuilder Builder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(ScopeText.Policy));
        builder.Services.AddCksScope().AddModel("test.scope.json", Encoding.UTF8.GetBytes(ScopeText.Model));
        builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource("Data Source=:memory:"));
        builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);
        return builder;
    }

    [Fact]
    public async Task Everything_is_there_and_inspection_only_with_an_audit()
    {
        using var host = Builder().Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(host.Services.GetRequiredService<IScopeService>());
        Assert.NotNull(host.Services.GetRequiredService<IScopeQueries>());
        Assert.NotNull(host.Services.GetRequiredService<SqlDatabase>());
        var refused = Assert.Throws<CksConfigurationException>(host.Services.GetRequiredService<IScopeInspector>);
        Assert.Contains("IScopeAudit", refused.Message);

        var audited = Builder();
        audited.Services.AddSingleton<IScopeAudit>(s => new TestScopes(s.GetRequiredService<DbDataSource>(), s.GetRequiredService<SqlCompiler>()));
        using var other = audited.Build();
        Assert.NotNull(other.Services.GetRequiredService<IScopeInspector>());
    }

    [Fact]
    public async Task Without_a_policy_the_host_does_not_start_and_says_what_to_call()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksScope().AddModel("test.scope.json", Encoding.UTF8.GetBytes(ScopeText.Model));
        builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource("Data Source=:memory:"));
        builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);
        using var host = builder.Build();
        var e = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("AddCksRbac()", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S30_what_a_query_may_cost_is_bounded_and_set_in_one_place()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), new CksScopeOptions().Budget.StatementTimeout);

        var builder = Builder();
        builder.Services.Configure<CksScopeOptions>(o => o.Budget = new() { MaxRows = 1 });
        builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource("Data Source=budget;Mode=Memory;Cache=Shared"));
        using var host = builder.Build();
        var schema = SqlSchema.Create(s => s.Table("sqlite_schema", t => t.Column<string>("name")));
        var name = schema.Table("sqlite_schema").Column<string>("name");
        var database = host.Services.GetRequiredService<DbDataSource>();
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE a (id); CREATE TABLE b (id)";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<QueryRefusedException>(() => host.Services.GetRequiredService<QueryReader>().ReadListAsync(
            Query.From(name.Table).Select(name), row => row.GetString(0), TestContext.Current.CancellationToken));
        Assert.Equal(QueryRefusal.TooManyRows, refused.Reason);
    }

    [Fact]
    public async Task S30_a_budget_with_which_nothing_could_be_read_stops_the_host()
    {
        foreach (var budget in (QueryBudget?[])[null, new() { MaxRows = -1 }, new() { StatementTimeout = TimeSpan.Zero }])
        {
            var builder = Builder();
            builder.Services.Configure<CksScopeOptions>(o => o.Budget = budget!);
            using var host = builder.Build();
            var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
            Assert.Contains("Budget", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Row_level_security_says_who_reads_once_it_is_asked_for()
    {
        var me = new Subject("u", TenantId.Parse("main"), ["nobody", "manager"]) { Code = "MGR-001", IsTest = true };
        using var free = Builder().Build();
        await free.StartAsync(TestContext.Current.CancellationToken);
        Assert.Null(free.Services.GetRequiredService<IScopeIdentity>().Of(me));

        var builder = Builder();
        builder.Services.AddCksScope().UseRowLevelSecurity();
        builder.Services.AddSingleton<SqlCompiler>(PostgresCompiler.Default);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var identity = host.Services.GetRequiredService<IScopeIdentity>();
        Assert.Equal("cks.tenant, cks.role, cks.code, cks.test", $"{identity.Of(me)}");
        Assert.NotNull(identity.Of(new Subject("u", default, ["nobody"]))); // somebody who sees nothing, and not nobody in particular
    }

    [Fact]
    public async Task Row_level_security_on_a_database_that_has_none_stops_the_host()
    {
        var builder = Builder();
        builder.Services.AddCksScope().UseRowLevelSecurity();
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Only PostgreSQL has row level security.", refused.Message);
    }

    [Fact]
    public async Task S28_a_cursor_key_that_could_be_guessed_stops_the_host()
    {
        var builder = Builder();
        builder.Services.Configure<CksScopeOptions>(o => o.CursorKey = new byte[31]);
        using var host = builder.Build();

        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("CKS109", refused.Message);
    }

    [Fact]
    public async Task S28_a_cursor_secret_signs_in_place_of_the_key_and_may_be_rotated()
    {
        var builder = Builder();
        builder.Services.Configure<CksScopeOptions>(o => o.CursorSecret = new Secret<byte[]>(new byte[31]));
        using (var weak = builder.Build())
            Assert.Contains("CKS109", (await Assert.ThrowsAsync<CksConfigurationException>(() => weak.StartAsync(TestContext.Current.CancellationToken))).Message);

        var secret = new Secret<byte[]>([.. Enumerable.Repeat((byte)1, 32)]);
        var cursors = new ScopeCursors(Microsoft.Extensions.Options.Options.Create(new CksScopeOptions { CursorSecret = secret }), TimeProvider.System);
        var place = CursorPlace.OfFeed(new Subject("u", TenantId.Parse("main"), ["manager"]));
        var text = cursors.Write(place, 7L);
        secret.Replace([.. Enumerable.Repeat((byte)2, 32)], [.. Enumerable.Repeat((byte)1, 32)]);
        Assert.Equal([7L], cursors.Read(place, text, _ => true));
        secret.Replace([.. Enumerable.Repeat((byte)2, 32)], null);
        Assert.Null(cursors.Read(place, text, _ => true));
    }

    [Fact]
    public async Task A_model_comes_out_of_the_store_of_revisions_and_is_held_to_the_policy()
    {
        var store = new InMemoryRevisionStore();
        var builder = Builder();
        builder.Services.AddSingleton<IRevisionStore>(store);
        builder.Services.AddCksScope().AddModelStore();
        using var host = builder.Build();
        var publisher = host.Services.GetRequiredService<RevisionPublisher>();
        var author = new RevisionAuthor("", "ann");
        Assert.True((await publisher.ProposeAsync(RevisionDocuments.ScopeModel, Encoding.UTF8.GetBytes(ScopeText.Model), 0, author, "r", TestContext.Current.CancellationToken)).IsAccepted);
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, host.Services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Provenance.Revision);

        var unfit = Encoding.UTF8.GetBytes(ScopeText.Model.Replace("\"maker\": \"creator\"", "\"makers\": \"creator\""));
        Assert.Equal(RevisionRefusal.Findings, (await publisher.ProposeAsync(RevisionDocuments.ScopeModel, unfit, 1, author, "r", TestContext.Current.CancellationToken)).Refusal);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void S28_the_key_is_another_one_in_each_process() => Assert.NotEqual(new CksScopeOptions().CursorKey, new CksScopeOptions().CursorKey);

    [Fact]
    public async Task S26_a_host_whose_model_is_gone_starts_from_its_copy()
    {
        var folder = Directory.CreateTempSubdirectory("cks-scope-");
        try
        {
            var model = Path.Combine(folder.FullName, "test.scope.json");
            await File.WriteAllTextAsync(model, ScopeText.Model, TestContext.Current.CancellationToken);
            Assert.Equal(SnapshotOrigin.Documents, await OriginAsync());
            File.Delete(model);
            Assert.Equal(SnapshotOrigin.LastKnownGood, await OriginAsync());

            async Task<SnapshotOrigin> OriginAsync()
            {
                var builder = Builder();
                builder.Services.AddCksScope().AddModelFile(model).KeepLastKnownGood(Path.Combine(folder.FullName, "model.cks"), new Secret<byte[]>(new byte[32]));
                using var host = builder.Build();
                await host.StartAsync(TestContext.Current.CancellationToken);
                return host.Services.GetRequiredService<SnapshotStore<ScopeModel>>().Current.Provenance.Origin;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_document_that_does_not_fit_the_other_is_refused_while_the_host_runs()
    {
        using var folder = new Cks.Tests.TemporaryFolder();
        folder.Write("test.rbac.json", ScopeText.Policy);
        folder.Write("test.scope.json", ScopeText.Model);
        var builder = Builder();
        builder.Services.AddCksRbac().AddPolicyFile(Path.Combine(folder.Root, "test.rbac.json"));
        builder.Services.AddCksScope().AddModelFile(Path.Combine(folder.Root, "test.scope.json"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var (policies, models) = (host.Services.GetRequiredService<SnapshotLoader<Policy>>(), host.Services.GetRequiredService<SnapshotLoader<ScopeModel>>());

        folder.Write("test.rbac.json", ScopeText.Policy.Replace("\"attributes\": [\"status\", ", "\"relations\": [\"own\"], \"attributes\": [\"status\", ").Replace("\"when\": { \"maker\": \"$code\" }", "\"when\": { \"is\": \"own\" }"));
        var policy = policies.Reload();
        folder.Write("test.scope.json", ScopeText.Model.Replace("\"maker\": \"creator\"", "\"makers\": \"creator\""));
        var model = models.Reload();

        Assert.Equal((SnapshotRefusalReason.Analysis, "CKS309"), (policy.Reason, Assert.Single(policy.Diagnostics).Code.Id));
        Assert.Equal(1, policies.Store.Current.Version.Sequence);
        Assert.Equal(SnapshotRefusalReason.Analysis, model.Reason);
        Assert.Contains(model.Diagnostics, d => d.Message.Contains("\"order\" has no such text field", StringComparison.Ordinal));

        folder.Write("test.rbac.json", ScopeText.Policy + " ");
        Assert.True(policies.Reload().IsActivated);
    }

    [Fact]
    public async Task A_model_that_answers_less_than_the_policy_asks_is_refused_while_the_host_runs()
    {
        using var folder = new Cks.Tests.TemporaryFolder();
        folder.Write("test.scope.json", ScopeText.Model);
        var policy = ScopeText.Policy.Replace("\"actions\": [\"view\"], \"fields\": [\"code\", \"manager\"]", "\"actions\": [\"view\", \"close\"], \"fields\": [\"code\", \"manager\"], \"relations\": [\"subordinate\"]")
            .Replace("\"center\": { \"inherits\": [\"all\"], \"permit\": [", "\"center\": { \"inherits\": [\"all\"], \"permit\": [{ \"actions\": [\"report:close\"], \"when\": { \"is\": \"subordinate\" } }, ");
        var builder = Builder();
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(policy));
        builder.Services.AddCksScope().AddModelFile(Path.Combine(folder.Root, "test.scope.json"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        folder.Write("test.scope.json", ScopeText.Model.Replace("\"lists\": [\"orders\", \"reports\"]", "\"lists\": [\"orders\"]"));
        var step = host.Services.GetRequiredService<SnapshotLoader<ScopeModel>>().Reload();

        Assert.Equal("CKS309 scope model The policy asks for the relation \"subordinate\" of \"report\", which this model does not answer any more. Keep what leads there, or change the policy first.", Assert.Single(step.Diagnostics).ToString());
    }
}
