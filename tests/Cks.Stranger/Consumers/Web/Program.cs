using System.Data.Common;
using System.Text.Json.Serialization;
using Cks.Auth;
using Cks.Core;
using Cks.HubConfig;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope;
using Microsoft.Data.Sqlite;
using Web;

var builder = WebApplication.CreateBuilder(args);
var issuer = await builder.AddCksTokenIssuerAsync(o => (o.Port, o.Audience) = (builder.Configuration.GetValue<int>("issuer-port"), "jobs"));
builder.AddCks(o =>
{
    (o.Authority, o.Audience, o.Policy, o.ScopeModel, o.Hubs) = (issuer.Address, "jobs", "policies/app.rbac.json", "scopes/app.scope.json", "hubs/{role}.v1.json");
    o.HubTargets = targets => targets.AddPage("/", HubTargets.NoCapability).AddDataSource("/jobs", Caps.Job.View).AddAction("createJob", Caps.Job.Create);
});
builder.Services.AddSingleton<ISessionResolver, People>();
builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource("Data Source=jobs;Mode=Memory;Cache=Shared"));
builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);
// What trimming and native code ask of an application: the types that it writes and reads as JSON, named.
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default));

var app = builder.Build();
app.MapGet("/jobs", async (Subject me, IScopeService scopes, string? after, CancellationToken ct) =>
    await scopes.ListAsync(me, "jobs", new() { After = after }, ct) is { IsFound: true } list ? Results.Json(list.Set, WebJson.Default.ScopeSet) : Results.BadRequest()).RequireCaps(Caps.Job.View);
app.MapGet("/jobs/{code}", async (string code, Subject me, IScopeService scopes, CancellationToken ct) =>
    await scopes.FindAsync(me, "job", code, ct) is { } job ? Results.Json(job, WebJson.Default.Row) : Results.NotFound()).RequireCaps(Caps.Job.View);
app.MapGet("/scope", async (Subject me, IScopeService scopes, CancellationToken ct) =>
    await scopes.GetScopeAsync(me, ct) is { } scope ? Results.Json(scope, WebJson.Default.RoleScope) : Results.NotFound()).RequireCaps(Caps.Job.View);
app.MapPost("/jobs", (NewJob job, Subject me) => TypedResults.Ok(new NewJob($"{job.Title} for {me.Code}"))).RequireCaps(Caps.Job.Create);
app.MapGet("/down", string () => throw new TimeoutException()).RequireCaps(Caps.Job.View);
app.MapCksHub("/hub");

await using var keepOpen = await app.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
await using (var command = keepOpen.CreateCommand())
{
    command.CommandText = """
        CREATE TABLE teams (code TEXT, tenant TEXT, is_test INTEGER); CREATE TABLE jobs (code TEXT, tenant TEXT, is_test INTEGER, team TEXT, title TEXT, price INTEGER);
        INSERT INTO teams VALUES ('T-1', 'north', 0), ('T-2', 'north', 0);
        INSERT INTO jobs VALUES ('J-1', 'north', 0, 'T-1', 'Mend the roof', 900), ('J-2', 'north', 0, 'T-2', 'Paint the fence', 300);
        """;
    await command.ExecuteNonQueryAsync();
}

await app.RunAsync();

internal sealed class People : ISessionResolver
{
    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default)
    {
        var role = token.Subject switch { "ann" => "lead", "ben" => "worker", _ => null };
        var record = role is null ? null : new SessionRecord { Tenant = TenantId.Parse("north"), Code = "T-1", Roles = [role], Status = "active" };
        return ValueTask.FromResult(SessionResolution.From(token, record, ["lead", "worker"]));
    }
}

internal sealed record NewJob(string Title);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NewJob))]
[JsonSerializable(typeof(RoleScope))]
[JsonSerializable(typeof(Row))]
[JsonSerializable(typeof(ScopeSet))]
internal sealed partial class WebJson : JsonSerializerContext;
