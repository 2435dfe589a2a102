using FluentMigrator;

namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>A step of the portal's schema: one SQL text for both engines, and the text that takes it back.</summary>
public abstract class PortalMigration : Migration
{
    /// <inheritdoc/>
    public sealed override void Up()
    {
        IfDatabase(ProcessorIdConstants.SQLite).Execute.Sql(UpSql(PortalDdl.Sqlite));
        IfDatabase(ProcessorIdConstants.Postgres).Execute.Sql(UpSql(PortalDdl.Postgres));
    }

    /// <inheritdoc/>
    public sealed override void Down() => Execute.Sql(DownSql);

    /// <summary>Statements that make the step, in the words of an engine.</summary>
    protected abstract string UpSql(PortalDdl ddl);

    /// <summary>Statements that undo exactly this step.</summary>
    protected abstract string DownSql { get; }
}
