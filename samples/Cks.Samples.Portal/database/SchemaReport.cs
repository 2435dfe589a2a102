namespace Cks.Samples.Portal.Database;

/// <summary>What <see cref="PortalMigrations.ValidateAsync"/> found: the schema is current, or what it lacks and what to run.</summary>
public sealed class SchemaReport
{
    private SchemaReport(IReadOnlyList<long> unknownMigrations, IReadOnlyList<string> missingMigrations, IReadOnlyList<string> missingColumns)
    {
        UnknownMigrations = unknownMigrations;
        MissingMigrations = missingMigrations;
        MissingColumns = missingColumns;
    }

    /// <summary>Whether the portal can run on this schema.</summary>
    public bool IsCurrent => UnknownMigrations is [] && MissingMigrations is [] && MissingColumns is [];

    /// <summary>Recorded steps that this build does not have, oldest first: the schema is a newer build's.</summary>
    public IReadOnlyList<long> UnknownMigrations { get; }

    /// <summary>Steps that were not applied, oldest first: <c>202611230001_Tenants</c>.</summary>
    public IReadOnlyList<string> MissingMigrations { get; }

    /// <summary>Columns that are not there although their step was applied: <c>crew.assigned_center</c>.</summary>
    public IReadOnlyList<string> MissingColumns { get; }

    /// <summary>For an operator: what is wrong and what mends it.</summary>
    public override string ToString() => this switch
    {
        { IsCurrent: true } => "The schema is current.",
        { UnknownMigrations: not [] } =>
            $"""
            The schema holds {string.Join(", ", UnknownMigrations)}, which this build does not know. Deploy the newer build, or, with that build because only it knows
            the way down, run `{PortalMigrations.Command} --to {PortalMigrations.Latest}` with the same settings; then start the portal again.
            """,
        { MissingMigrations: not [] } =>
            $"The schema lacks {string.Join(", ", MissingMigrations)}. Run `{PortalMigrations.Command}` with the same settings, then start the portal again.",
        _ => $"The schema lacks {string.Join(", ", MissingColumns)} although every migration is recorded: it was changed by hand. Restore it from a backup.",
    };

    internal static SchemaReport Create(IEnumerable<long> unknownMigrations, IEnumerable<string> missingMigrations, IEnumerable<string> missingColumns)
    {
        string[] migrations = [.. missingMigrations];
        return new([.. unknownMigrations], migrations, migrations is [] ? [.. missingColumns] : []);
    }
}
