namespace Cks.Samples.Portal.Database.Migrations;

/// <summary>
/// The words in which the two engines differ when a table is made. Everything else in a migration is one SQL text for both: FluentMigrator's fluent
/// calls know no CHECK, and no foreign key on SQLite.
/// </summary>
public abstract class PortalDdl
{
    /// <summary>The words of SQLite.</summary>
    public static PortalDdl Sqlite { get; } = new SqliteDdl();

    /// <summary>The words of PostgreSQL.</summary>
    public static PortalDdl Postgres { get; } = new PostgresDdl();

    /// <summary>Text that is compared and ordered by its code points.</summary>
    public abstract string Text { get; }

    /// <summary>True or false; 1 and 0 on SQLite.</summary>
    public abstract string Flag { get; }

    /// <summary>A moment in UTC; on SQLite text of the form <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>, which orders as time does.</summary>
    public abstract string Instant { get; }

    /// <summary>What follows the closing bracket of a table.</summary>
    public abstract string TableEnd { get; }

    /// <summary>The columns that begin every row: whose it is, which test class it has, and its code.</summary>
    public string Key(string code) =>
        $"""
        tenant_id {Text} NOT NULL REFERENCES tenants (tenant_id),
            is_test {Flag} NOT NULL,
            {code} {Text} NOT NULL
        """;

    /// <summary>The columns by which a person or a place is reached.</summary>
    public string Contact =>
        $"""
        name {Text} NOT NULL,
            email {Text},
            phone {Text},
            address {Text}
        """;

    /// <summary>The columns that tell when a row began and ended.</summary>
    public string Life =>
        $"""
        created_at {Instant} NOT NULL,
            archived_at {Instant}
        """;

    /// <summary>The rules of the columns of <see cref="Life"/>.</summary>
    public string LifeRules => $"CHECK ({IsInstant("created_at")}), CHECK ({IsInstant("archived_at")})";

    /// <summary>The keys of a role table and the form of its codes: <c>PREFIX-NNN</c>, <c>PREFIX-NNN-TEST</c> for a test row.</summary>
    public string RoleRules(string code, string prefix) =>
        $"""
        {Keys(code)},
            {LifeRules},
            CHECK (substr({code}, 1, 4) = '{prefix}-' AND {IsNumber($"substr({code}, 5, length({code}) - 4 - CASE WHEN is_test THEN 5 ELSE 0 END)")})
        """;

    /// <summary>
    /// The primary key, the key that children refer to (with the test class, so that no row hangs under a parent of another tenant or class),
    /// and the rule that the code itself tells the class.
    /// </summary>
    public static string Keys(string code) =>
        $"""
        PRIMARY KEY (tenant_id, {code}),
            UNIQUE (tenant_id, is_test, {code}),
            CHECK ({IsUpper(code)}),
            CHECK (is_test = ({code} LIKE '%-TEST%'))
        """;

    /// <summary>The parent of a row; it has the row's tenant and test class.</summary>
    public static string Parent(string column, string table, string code) =>
        $"FOREIGN KEY (tenant_id, is_test, {column}) REFERENCES {table} (tenant_id, is_test, {code})";

    /// <summary>Condition: a tenant's slug.</summary>
    public abstract string IsSlug(string column);

    /// <summary>Condition: canonical upper-case text.</summary>
    public static string IsUpper(string column) => $"{column} = upper({column})";

    /// <summary>Condition: at least three digits and nothing else.</summary>
    public abstract string IsNumber(string expression);

    /// <summary>Condition: a moment in the engine's form, or null.</summary>
    public abstract string IsInstant(string column);

    private sealed class SqliteDdl : PortalDdl
    {
        public override string Text => "text";

        public override string Flag => "integer";

        public override string Instant => "text";

        public override string TableEnd => " STRICT";

        // GLOB and length() stop at U+0000 and would let pass what follows it; upper() stops there too, and so differs from the column.
        public override string IsSlug(string column) =>
            $"length({column}) BETWEEN 1 AND 64 AND {column} GLOB '[a-z0-9]*' AND {column} NOT GLOB '*[^a-z0-9_-]*' AND instr({column}, char(0)) = 0";

        public override string IsNumber(string expression) => $"{expression} GLOB '[0-9][0-9][0-9]*' AND {expression} NOT GLOB '*[^0-9]*'";

        public override string IsInstant(string column) =>
            $"{column} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z'";
    }

    private sealed class PostgresDdl : PortalDdl
    {
        public override string Text => "text COLLATE \"C\"";

        public override string Flag => "boolean";

        public override string Instant => "timestamptz";

        public override string TableEnd => "";

        public override string IsSlug(string column) => $"{column} ~ '^[a-z0-9][a-z0-9_-]{{0,63}}$'";

        public override string IsNumber(string expression) => $"{expression} ~ '^[0-9]{{3,}}$'";

        public override string IsInstant(string column) => $"isfinite({column})";
    }
}
