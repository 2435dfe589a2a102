using Cks.Core;
using Cks.QueryBuilder;
using Microsoft.Extensions.Hosting;

namespace Cks.Scope;

/// <summary>Says by its registration that there is row level security, and stops a host whose database has none.</summary>
internal sealed class RowSecurityStartup(SqlCompiler compiler) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => compiler is PostgresCompiler
        ? Task.CompletedTask
        : throw new CksConfigurationException(CksCodes.InvalidSetting, nameof(CksScopeBuilder.UseRowLevelSecurity), "Only PostgreSQL has row level security.", "Register PostgresCompiler.Default, or take the call out.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
