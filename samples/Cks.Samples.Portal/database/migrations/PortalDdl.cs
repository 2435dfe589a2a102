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

    /// <summary>A whole number of 64 bits.</summary>
    public abstract string Integer { get; }

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
        {Ids(code)},
            CHECK ({IsUpper(code)}),
            CHECK ({TellsClass(code)})
        """;

    /// <summary>The keys of a row whose id is no code and tells nothing.</summary>
    public static string Ids(string id) =>
        $"""
        PRIMARY KEY (tenant_id, {id}),
            UNIQUE (tenant_id, is_test, {id})
        """;

    /// <summary>The parent of a row; it has the row's tenant and test class.</summary>
    public static string Parent(string column, string table, string code) =>
        $"FOREIGN KEY (tenant_id, is_test, {column}) REFERENCES {table} (tenant_id, is_test, {code})";

    /// <summary>The children of a parent by key; serves the foreign key as well.</summary>
    public static string Index(string table, string column, string key) =>
        $"CREATE INDEX ix_{table}_{column} ON {table} (tenant_id, is_test, {column}, {key});";

    /// <summary>Condition: the code says which test class the row has.</summary>
    public static string TellsClass(string code) => $"is_test = ({code} LIKE '%-TEST%')";

    /// <summary>Condition: a known role, and a code that has its prefix.</summary>
    public static string IsRoleCode(string role, string code) =>
        $"""
        substr({code}, 1, 4) = CASE {role}
                WHEN 'manager' THEN 'MGR-'
                WHEN 'contractor' THEN 'CON-'
                WHEN 'customer' THEN 'CUS-'
                WHEN 'center' THEN 'CEN-'
                WHEN 'crew' THEN 'CRW-'
                WHEN 'warehouse' THEN 'WHS-'
                WHEN 'admin' THEN 'ADM-'
                ELSE 'none' END
        """;

    /// <summary>Condition: an id that is derived from another one, as <c>{owner}{infix}NNN</c>; the infix is an expression.</summary>
    public string IsDerived(string id, string owner, string infix) =>
        $"substr({id}, 1, length({owner} || {infix})) = {owner} || {infix} AND {IsNumber($"substr({id}, length({owner} || {infix}) + 1)")}";

    /// <summary>Condition: a tenant's slug.</summary>
    public abstract string IsSlug(string column);

    /// <summary>Condition: canonical upper-case text.</summary>
    public static string IsUpper(string column) => $"{column} = upper({column})";

    /// <summary>Condition: at least three digits and nothing else.</summary>
    public abstract string IsNumber(string expression);

    /// <summary>Condition: a UUID of 32 lower-case digits without dashes.</summary>
    public abstract string IsUuid(string column);

    /// <summary>Condition: a JSON object.</summary>
    public abstract string IsObject(string column);

    /// <summary>Condition: a moment in the engine's form, or null.</summary>
    public abstract string IsInstant(string column);

    private sealed class SqliteDdl : PortalDdl
    {
        public override string Text => "text";

        public override string Flag => "integer";

        public override string Integer => "integer";

        public override string Instant => "text";

        public override string TableEnd => " STRICT";

        // GLOB and length() stop at U+0000 and would let pass what follows it; upper() stops there too, and so differs from the column.
        public override string IsSlug(string column) =>
            $"length({column}) BETWEEN 1 AND 64 AND {column} GLOB '[a-z0-9]*' AND {column} NOT GLOB '*[^a-z0-9_-]*' AND instr({column}, char(0)) = 0";

        public override string IsNumber(string expression) => $"{expression} GLOB '[0-9][0-9][0-9]*' AND {expression} NOT GLOB '*[^0-9]*'";

        public override string IsUuid(string column) =>
            $"length({column}) = 32 AND {column} NOT GLOB '*[^0-9a-f]*' AND instr({column}, char(0)) = 0";

        public override string IsObject(string column) => $"CASE WHEN json_valid({column}) THEN json_type({column}) = 'object' ELSE FALSE END";

        public override string IsInstant(string column) =>
            $"{column} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9][0-9][0-9][0-9][0-9]Z'";
    }

    private sealed class PostgresDdl : PortalDdl
    {
        public override string Text => "text COLLATE \"C\"";

        public override string Flag => "boolean";

        public override string Integer => "bigint";

        public override string Instant => "timestamptz";

        public override string TableEnd => "";

        public override string IsSlug(string column) => $"{column} ~ '^[a-z0-9][a-z0-9_-]{{0,63}}$'";

        public override string IsNumber(string expression) => $"{expression} ~ '^[0-9]{{3,}}$'";

        public override string IsUuid(string column) => $"{column} ~ '^[0-9a-f]{{32}}$'";

        public override string IsObject(string column) => $"jsonb_typeof({column}::jsonb) = 'object'";

        public override string IsInstant(string column) => $"isfinite({column})";
    }
}
