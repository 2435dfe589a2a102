using FluentMigrator;

namespace Cks.Storage.Migrations;

/// <summary>A step as FluentMigrator takes it.</summary>
internal sealed class StepMigration(StorageStep step, StorageDdl ddl) : Migration
{
    public override void Up() => Run(step.Up(ddl));

    public override void Down() => Run(step.Down(ddl));

    private void Run(string sql)
    {
        if (sql.Length > 0)
            Execute.Sql(sql);
    }
}
