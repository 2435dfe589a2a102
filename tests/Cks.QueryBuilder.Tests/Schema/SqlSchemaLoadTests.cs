using System.Text;
using System.Text.Json;
using Cks.Core;

namespace Cks.QueryBuilder.Tests;

public sealed class SqlSchemaLoadTests
{
    private static readonly SqlSchema InCode = SqlSchema.Create(s => s
        .Table("crew", t => t
            .Column<string>("crew_id").Column<bool>("is_test").Column<int?>("age").Column<long>("points").Column<double>("rate").Column<Guid>("tag")
            .Column<DateTimeOffset?>("archived_at").Column<DateOnly>("born").Column<byte[]>("photo").Column<JsonElement?>("extra"))
        .Table("centers", t => t.Column<string>("center_id")));

    [Fact]
    public void Document_and_code_declare_the_same()
    {
        var loaded = Load("""
            {
              "version": 1, // comments and trailing commas are fine
              "tables": {
                "centers": { "columns": { "center_id": "text?" } },
                "crew": {
                  "columns": {
                    "crew_id": "text", "is_test": "boolean", "age": "int32?", "points": "int64", "rate": "double", "tag": "guid",
                    "archived_at": "instant?", "born": "date", "photo": "bytes", "extra": "json?",
                  },
                },
              },
            }
            """).GetOrThrow();

        Assert.Equal(InCode, loaded);
        Assert.Equal(InCode.GetHashCode(), loaded.GetHashCode());
        Assert.Equal("archived_at", loaded.Table("crew").Column<DateTimeOffset?>("archived_at").Name);
    }

    [Theory]
    [InlineData("""{ "version": 1, "tables": { "crew": { "columns": { "crew_id": "text" } } } }""")]
    [InlineData("""{ "version": 1, "tables": { "centers": { "columns": { "center_id": "int32" } } } }""")]
    [InlineData("""{ "version": 1, "tables": { "centers": { "columns": { "center": "text" } } } }""")]
    [InlineData("""{ "version": 1, "tables": { "centers": { "columns": { "center_id": "text", "size": "int32" } } } }""")]
    [InlineData("""{ "version": 1, "tables": { } }""")]
    public void Another_declaration_is_not_equal(string document) =>
        Assert.NotEqual(SqlSchema.Create(s => s.Table("centers", t => t.Column<string>("center_id"))), Load(document).GetOrThrow());

    [Fact]
    public void Nullable_and_order_are_part_of_a_declaration()
    {
        Assert.NotEqual(Columns(""" "a": "int32", "b": "text" """), Columns(""" "a": "int32?", "b": "text" """));
        Assert.NotEqual(Columns(""" "a": "int32", "b": "text" """), Columns(""" "b": "text", "a": "int32" """));
        Assert.Equal(Columns(""" "a": "int32", "b": "text" """), Columns(""" "a": "int32", "b": "text?" """)); // a text may be NULL in any case

        static SqlSchema Columns(string columns) => Load($$"""{ "version": 1, "tables": { "t": { "columns": { {{columns}} } } } }""").GetOrThrow();
    }

    [Fact]
    public void All_mistakes_are_reported_at_once_with_place_and_suggestion()
    {
        var result = Load("""
            {
              "version": 2,
              "tables": {
                "Crew Members": { "columns": { "id": "int32" } },
                "crew": {
                  "columns": { "crew_id": "txt", "born": "int23", "age": 5, "drop table": "text" },
                  "colums": {}
                },
                "empty": { "columns": {} },
                "none": {},
                "list": { "columns": [] }
              }
            }
            """);

        Assert.False(result.IsLoaded);
        Assert.Equal(
            [
                "CKS108 app.schema.json:1:1 This is not a schema of version 1. Write \"version\": 1.",
                "CKS306 app.schema.json:4:5 The name of a table or column is not allowed. Use 1 to 63 lower-case letters, digits and underscores, not beginning with a digit.",
                "CKS306 app.schema.json:6:31 No column can have this type. Did you mean \"text\"?",
                "CKS306 app.schema.json:6:46 No column can have this type. Did you mean \"int32\"?",
                "CKS104 app.schema.json:6:62 The type of a column is not a text. Write the name of a type, such as \"text\" or \"instant?\".",
                "CKS306 app.schema.json:6:65 The name of a table or column is not allowed. Use 1 to 63 lower-case letters, digits and underscores, not beginning with a digit.",
                "CKS106 app.schema.json:7:7 \"colums\" is not known here. Known: columns.",
                "CKS306 app.schema.json:9:27 The table has no column. Declare at least one.",
                "CKS105 app.schema.json:10:13 \"columns\" is missing. Add \"columns\" to this object.",
                "CKS104 app.schema.json:11:26 An array stands where an object is expected. Write an object here.",
            ],
            result.Diagnostics.Select(d => d.ToString()));
    }

    [Theory]
    [InlineData("", "CKS101")]
    [InlineData("[]", "CKS104")]
    [InlineData("""{ "version": 1 }""", "CKS105")]
    [InlineData("""{ "version": 1, "tables": { "a": { "columns": { "x": "text", "x": "text" } } } }""", "CKS102")]
    [InlineData("""{ "version": 1, "tables": { "a": { "columns": { "x": "text??" } } } }""", "CKS306")]
    [InlineData("""{ "version": 1, "tables": { "a": { "columns": { "x": "TEXT" } } } }""", "CKS306")]
    [InlineData("""{ "version": 1, "tables": { "a": { "columns": { "x": "?" } } } }""", "CKS306")]
    public void Document_that_is_no_schema_is_refused(string document, string code)
    {
        var result = Load(document);

        Assert.False(result.IsLoaded);
        Assert.Contains(code, result.Diagnostics.Select(d => d.Code.Id));
    }

    [Fact]
    public void Table_with_more_columns_than_a_database_holds_is_refused()
    {
        var columns = string.Join(',', Enumerable.Range(0, 1_601).Select(i => $"\"c{i}\": \"text\""));

        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(Load($$"""{ "version": 1, "tables": { "a": { "columns": { {{columns}} } } } }""").Diagnostics).Code);
    }

    private static LoadResult<SqlSchema> Load(string document) => SqlSchema.Load("app.schema.json", Encoding.UTF8.GetBytes(document));
}
