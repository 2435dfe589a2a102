using System.Globalization;
using Cks.Samples.Portal.Database;

namespace Cks.Samples.Portal;

/// <summary><c>migrate</c> brings the portal's schema and the tables of Cks.Storage up to date, <c>migrate --to VERSION</c> the portal's up or down to a version (<c>cks db</c> does that for the others). What else is given are settings.</summary>
internal static class MigrateCommand
{
    /// <summary>0 when it is done, 1 when this build cannot do it, 2 when the command is not one.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter error)
    {
        long? target = null;
        if (Array.IndexOf(args, "--to") is >= 0 and var at)
        {
            if (!long.TryParse(args.ElementAtOrDefault(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || !PortalMigrations.IsVersion(version))
            {
                await error.WriteLineAsync($"Usage: migrate [--to VERSION]. A version is the number of a file in database/migrations, at most {PortalMigrations.Latest}, or 0 for none.");
                return 2;
            }

            (target, args) = (version, [.. args[..at], .. args[(at + 2)..]]);
        }

        var (engine, connectionString) = PortalSettings.From(WebApplication.CreateBuilder(args).Configuration);
        var report = await PortalMigrations.ValidateAsync(connectionString, engine);
        if (report.UnknownMigrations is not [])
        {
            await error.WriteLineAsync(report.ToString());
            return 1;
        }

        if (target is { } to)
            PortalMigrations.MigrateTo(connectionString, engine, to);
        else
            PortalMigrations.MigrateUp(connectionString, engine);
        if (target is null)
            await engine.StorageOf(connectionString).MigrateAsync();
        return 0;
    }
}
