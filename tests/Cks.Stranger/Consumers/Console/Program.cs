using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.ClearProviders();
await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, "app.rbac.json"), """
    { "version": 1, "resources": { "job": { "actions": ["view", "create"] } }, "roles": { "worker": { "permit": [{ "id": "view", "actions": ["job:view"] }] } } }
    """);
builder.Services.AddCksRbac().AddPolicyFile("app.rbac.json");
using var host = builder.Build();
await host.StartAsync();

var decisions = host.Services.GetRequiredService<IPolicyDecisionPoint>();
var ben = new Subject("ben", TenantId.Parse("north"), ["worker"]);
foreach (var capability in (string[])["job:view", "job:create"])
{
    var decision = decisions.Check(ben, CapabilityId.Of(capability));
    Console.WriteLine($"{capability} {(decision.IsPermitted ? "permitted" : $"denied: {decision.Reason}")}");
}

var jobs = SqlSchema.Create(s => s.Table("jobs", t => t.Column<string>("code").Column<string>("title"))).Table("jobs");
Console.WriteLine(SqliteCompiler.Default.Compile(Query.From(jobs).Select(jobs.Column<string>("code")).Where(jobs.Column<string>("title"), Op.Eq, "Sweep")).Sql);
