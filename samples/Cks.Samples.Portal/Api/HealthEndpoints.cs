using System.Data.Common;

namespace Cks.Samples.Portal.Api;

/// <summary>Whether the process runs, and whether it can serve.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous().DisableRateLimiting(); // costs nothing, and a flood is no reason to restart
        app.MapGet("/health/ready", async (DbDataSource database, CancellationToken cancellationToken) =>
        {
            // A database that does not answer is an exception, and the answer is 503.
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return Results.Text("ready");
        }).AllowAnonymous();
    }
}
