using System.Data.Common;
using Cks.Auth;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope;
using Microsoft.Data.Sqlite;

var builder = WebApplication.CreateBuilder(args);

// In Development an issuer beside the application gives a token to whoever asks. Everywhere else Cks:Auth:Authority names your identity provider.
var issuer = builder.Environment.IsDevelopment() ? await builder.AddCksTokenIssuerAsync(o => (o.Port, o.Audience) = (5081, "jobs")) : null;
builder.AddCks(o => o.Authority = issuer?.Address ?? o.Authority);

builder.Services.AddSingleton<ISessionResolver, People>();
builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource(builder.Configuration.GetConnectionString("Jobs")!));
builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);

var app = builder.Build();

// Think here: an endpoint without a rule does not start. RequireCaps asks the policy, the scope service shows only what hangs under the caller.
app.MapGet("/jobs", async (Subject me, IScopeService scopes, string? after, CancellationToken ct) =>
    await scopes.ListAsync(me, "jobs", new() { After = after }, ct) is { IsFound: true } list ? Results.Json(list.Set) : Results.BadRequest()).RequireCaps("job:view");

// Outside the caller's scope is not found, whether it exists or not.
app.MapGet("/jobs/{code}", async (string code, Subject me, IScopeService scopes, CancellationToken ct) =>
    await scopes.FindAsync(me, "job", code, ct) is { } job ? Results.Json(job) : Results.NotFound()).RequireCaps("job:view");

app.MapPost("/jobs", async (NewJob job, Subject me, DbDataSource database, CancellationToken ct) =>
    string.IsNullOrWhiteSpace(job.Title) ? Results.BadRequest() : Results.Created($"/jobs/{await Database.AddJobAsync(database, me, job.Title, job.Price, ct)}", null)).RequireCaps("job:create");

var jobs = app.Services.GetRequiredService<DbDataSource>();
await Database.CreateAsync(jobs);
if (issuer is not null)
{
    await Database.SeedAsync(jobs, issuer.Address);
    app.Logger.LogInformation("Tokens for ann (lead), ben (worker) and eve (another tenant): curl -s -d sub=ann {Tokens}", issuer.TokenEndpoint);
}

await app.RunAsync();

/// <summary>What a caller says about a new job. Whose it is comes from the session.</summary>
internal sealed record NewJob(string? Title, long Price);
