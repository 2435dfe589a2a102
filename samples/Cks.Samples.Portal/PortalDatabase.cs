using Cks.Core;
using Cks.Samples.Portal.Database;
using Cks.Testing.AspNetCore;

namespace Cks.Samples.Portal;

/// <summary>What happens to the database before the host listens.</summary>
internal static partial class PortalDatabase
{
    private const string SeedsKey = "Portal:Seeds";

    /// <summary>
    /// In Development, which has an issuer, the database is made, brought up to date and seeded as <c>Portal:Seeds</c> says; elsewhere it is only looked at.
    /// A schema that does not fit stops the host in both.
    /// </summary>
    public static async Task PrepareAsync(WebApplication app, PortalSettings settings, TokenIssuer? issuer)
    {
        if (issuer is not null)
            PortalMigrations.MigrateUp(settings.ConnectionString, settings.Engine);
        var report = await PortalMigrations.ValidateAsync(settings.ConnectionString, settings.Engine);
        if (!report.IsCurrent)
            throw new CksConfigurationException(CksCodes.InvalidSetting, "ConnectionStrings:Portal", "The database does not fit this portal.", report.ToString());
        if (issuer is null)
            return;
        await using var source = settings.Engine.CreateDataSource(settings.ConnectionString);
        var seeds = await PortalSeeds.SeedAsync(source, settings.Engine, issuer.Address, PlanOf(app.Configuration), app.Services.GetService<TimeProvider>());
        foreach (var row in seeds.Skipped)
            LogSkipped(app.Logger, row);
    }

    private static SeedPlan PlanOf(IConfiguration configuration)
    {
        if (configuration[SeedsKey] is not { Length: > 0 } name)
            return SeedPlan.Development;
        return SeedPlan.All.TryGetValue(name, out var plan)
            ? plan
            : throw new CksConfigurationException(CksCodes.InvalidSetting, SeedsKey, $"There are no seeds called '{name}'.", $"Choose one of {string.Join(", ", SeedPlan.All.Keys.Order())}.");
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Left out while seeding: {Row}")]
    private static partial void LogSkipped(ILogger logger, string row);
}
