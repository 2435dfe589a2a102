using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;

namespace Cks.Storage.Migrations;

/// <summary>The steps by their numbers, named here and not looked for in assemblies.</summary>
internal sealed class StepLoader(StorageDdl ddl) : IMigrationInformationLoader
{
    public SortedList<long, IMigrationInfo> LoadMigrations()
    {
        var steps = new SortedList<long, IMigrationInfo>();
        foreach (var step in StorageStep.All)
            steps.Add(step.Version, new MigrationInfo(step.Version, step.Name, TransactionBehavior.Default, isBreakingChange: false, () => new StepMigration(step, ddl)));
        return steps;
    }
}
