using System.Text;
using System.Text.Json;
using static Cks.QueryBuilder.Tests.Portal;

namespace Cks.QueryBuilder.Tests;

/// <summary>Every string of the corpus as a value, on the databases: it comes back as itself, is found as itself, and nothing else is.</summary>
public sealed class InjectedValuesTests(PortalDatabase database) : IClassFixture<PortalDatabase>
{
    private static readonly string[] Odd =
        ["", " ", ".", "\"", "\\", "\\\"", "a\\", "*", "[0]", "$", "$.", "$.a", "#-1", "#", "0", "-1", "a.b", "a\"b", "a\\b", "a'b", "\n", "\t", "\u0001", "\u007f", "\u0085", "\u2028", "\u00a0", "😀", "é", "e\u0301", "\uffee", "\ufdd0", "null", "{}", "[]", "\\u0061"];

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Value_is_found_as_itself_and_as_nothing_else(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew");
        var strings = Strings();
        await PortalDatabase.InsertAsync(source, dialect, strings.Select((text, i) => Row($"{i}", text)), []);
        var queries = new List<Query>();
        for (var i = 0; i < strings.Length; i++)
        {
            var (own, other) = (Query.From(Crew).Select(Name).Where(CrewId, Op.Eq, $"{i}"), Query.From(Crew).Select(Name).Where(CrewId, Op.Eq, $"{(i + 1) % strings.Length}"));
            queries.AddRange(
                own.Where(Name, Op.Eq, strings[i]).WhereIn(Name, [strings[i]]).WhereBetween(Name, strings[i], strings[i]),
                own.Where(or => or.Where(Name, Op.Ne, strings[i]).OrWhere(Name, Op.Lt, strings[i]).OrWhere(Name, Op.Gt, strings[i])),
                other.Where(or => or.Where(Name, Op.Eq, strings[i]).OrWhereIn(Name, [strings[i]])));
        }

        Assert.Equal(strings, await ReadAsync<string>(source, compiler, queries));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Search_finds_the_text_and_no_other_of_its_length(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew");
        var strings = Strings().Where(s => s.Length > 0).ToArray();
        await PortalDatabase.InsertAsync(source, dialect, strings.SelectMany((text, i) => (CrewRow[])[Row($"{i}", text), Row($"{i}b", Another(text))]), []);
        var queries = new List<Query>();
        for (var i = 0; i < strings.Length; i++)
        {
            var text = strings[i];
            queries.Add(Query.From(Crew).Select(Name).Where(CrewId, Op.Eq, $"{i}").WhereContains(Name, text).WhereStarts(Name, text).WhereEnds(Name, text).WhereSame(Name, text));
            queries.Add(Query.From(Crew).Select(Name).Where(CrewId, Op.Eq, $"{i}b")
                .Where(or => or.WhereContains(Name, text).OrWhereStarts(Name, text).OrWhere(x => x.WhereEnds(Name, text)).OrWhere(x => x.WhereSame(Name, text))));
        }

        Assert.Equal(strings, await ReadAsync<string>(source, compiler, queries));
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Value_is_written_as_itself_and_beside_nothing_else(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM centers");
        var strings = Strings();
        var found = new List<(string Id, string Customer)>();
        await using (var transaction = await new SqlDatabase(source, compiler).BeginAsync())
        {
            foreach (var (i, text) in strings.Index())
            {
                Assert.Equal(1, await transaction.ExecuteAsync(Write.Insert(Centers).Set(CenterId, text).Set(Customer, $"{i}")));
                Assert.Equal(1, await transaction.ExecuteAsync(i % 2 == 0
                    ? Write.Update(Query.From(Centers).Where(CenterId, Op.Eq, text)).Set(Customer, $"{i}{text}")
                    : Write.Insert(Centers).Set(CenterId, text).Set(Customer, $"{i}{text}").OrUpdate(Query.From(Centers).Where(CenterId, Op.Eq, text), CenterId)));
            }

            var order = Query.From(Centers).Select(CenterId, Customer).OrderBy(CenterId).Limit(500);
            for (var (page, read) = (order, -1); read != found.Count; page = order.After(found[^1].Id)) // a key is a value as well
            {
                read = found.Count;
                await transaction.ReadAsync(page, row => found.Add((row.GetString(0), row.GetString(1))));
            }

            await transaction.CommitAsync();
        }

        Assert.Equal(strings.Select((text, i) => (text, $"{i}{text}")).OrderBy(r => r.text, Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))), found);
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Step_of_a_JSON_path_is_exactly_that_name(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, $"DROP TABLE IF EXISTS documents; CREATE TABLE documents (id integer PRIMARY KEY, doc {(dialect == Dialect.Postgres ? "jsonb" : "TEXT")})");
        var documents = SqlSchema.Create(s => s.Table("documents", t => t.Column<int>("id").Column<JsonElement>("doc"))).Table("documents");
        var (id, doc) = (documents.Column<int>("id"), documents.Column<JsonElement>("doc"));
        var strings = Strings();
        await using (var transaction = await new SqlDatabase(source, compiler).BeginAsync())
        {
            foreach (var (i, name) in strings.Index())
            {
                // What a path that is not taken for one name could read instead, in front of it, behind it and alone; and one level deeper.
                var others = Misses(name).ToDictionary(n => n, _ => (object)"wrong");
                await Insert(3 * i, new Dictionary<string, object>(others) { [name] = "right" });
                await Insert((3 * i) + 1, others);
                await Insert((3 * i) + 2, new Dictionary<string, object> { ["in"] = (object[])["wrong", new Dictionary<string, object> { [name] = name }] });

                Task Insert(int key, object value) => transaction.ExecuteAsync(Write.Insert(documents).Set(id, key).Set(doc, JsonSerializer.SerializeToElement(value)));
            }

            await transaction.CommitAsync();
        }

        var queries = strings.SelectMany((name, i) => (Query[])
        [
            Query.From(documents).Select(doc.JsonText(name)).Where(id, Op.Eq, 3 * i).Where(doc.JsonText(name), Op.Eq, "right"),
            Query.From(documents).Select(doc.JsonText(name)).Where(id, Op.Eq, (3 * i) + 1).WhereNotNull(doc.JsonText(name)),
            Query.From(documents).Select(doc.JsonText("in", 1, name)).Where(id, Op.Eq, (3 * i) + 2).Where(doc.JsonText("in", 1, name), Op.Eq, name).WhereNull(doc.JsonText("in", 0, name)).WhereNull(doc.JsonText(name)),
        ]).ToList();

        Assert.Equal(strings.SelectMany(name => (string[])["right", name]), await ReadAsync<string>(source, compiler, queries));
    }

    // Another program may have written the names with escapes, or without.
    [Fact]
    public async Task Step_of_a_JSON_path_is_that_name_however_it_is_written()
    {
        var (source, compiler) = await database.OpenAsync(Dialect.Sqlite);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew");
        var strings = Strings();
        string[] Forms(string name) =>
        [
            JsonSerializer.Serialize(new Dictionary<string, string> { [name] = "right" }),
            JsonSerializer.Serialize(new Dictionary<string, string> { [name] = "right" }, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            $$"""{"{{string.Concat(name.Select(c => $"\\u{(int)c:x4}"))}}":"right"}""",
        ];
        await PortalDatabase.InsertAsync(source, Dialect.Sqlite, strings.SelectMany((name, i) => Forms(name).Select((form, j) => Row($"{i}.{j}", form))), []);
        var crew = SqlSchema.Create(s => s.Table("crew", t => t.Column<string>("crew_id").Column<JsonElement>("name"))).Table("crew");
        var (id, doc) = (crew.Column<string>("crew_id"), crew.Column<JsonElement>("name"));

        foreach (var (i, name) in strings.Index())
        {
            var found = await ReadAsync<string>(source, compiler, [Query.From(crew).Select(doc.JsonText(name)).WhereIn(id, [$"{i}.0", $"{i}.1", $"{i}.2"]).WhereNotNull(doc.JsonText(name))]);
            Assert.True(found is ["right", "right", "right"], $"{found.Count} of 3 forms of {JsonSerializer.Serialize(name)}");
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Item_of_an_array_is_no_property_and_a_property_no_item(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, $"DROP TABLE IF EXISTS documents; CREATE TABLE documents (id integer PRIMARY KEY, doc {(dialect == Dialect.Postgres ? "jsonb" : "TEXT")})");
        await PortalDatabase.ExecuteAsync(source, """
            INSERT INTO documents VALUES (0, '{"0":"name","-1":"minus","a":{"0":"name"},"#-1":"mark"}'), (1, '["item",["inner"]]'), (2, '"text"'), (3, 'null'), (4, NULL), (5, '{"a":["item"]}'), (6, '7'), (7, '{"a":"text"}'), (8, '[[true, 7, "in"]]')
            """);
        var documents = SqlSchema.Create(s => s.Table("documents", t => t.Column<int>("id").Column<JsonElement?>("doc"))).Table("documents");
        var (id, doc) = (documents.Column<int>("id"), documents.Column<JsonElement?>("doc"));

        await AssertReads(["name", null, null, null, null, null, null, null, null], doc.JsonText("0"));
        await AssertReads([null, "item", null, null, null, null, null, null, null], doc.JsonText(0));
        await AssertReads([null, null, null, null, null, null, null, null, null], doc.JsonText(2));
        await AssertReads(["minus", null, null, null, null, null, null, null, null], doc.JsonText("-1"));
        await AssertReads(["mark", null, null, null, null, null, null, null, null], doc.JsonText("#-1"));
        await AssertReads(["name", null, null, null, null, null, null, null, null], doc.JsonText("a", "0"));
        await AssertReads([null, null, null, null, null, "item", null, null, null], doc.JsonText("a", 0));
        await AssertReads([null, "inner", null, null, null, null, null, null, null], doc.JsonText(1, 0));
        await AssertReads([null, null, null, null, null, null, null, null, null], doc.JsonText(""));
        await AssertReads([null, null, null, null, null, null, null, null, "in"], doc.JsonText(0, 2));
        await AssertReads([null, null, null, null, null, null, null, null, null], doc.JsonText(0, 0, 0));
        Assert.Equal([8], await ReadAsync<int>(source, compiler, [Query.From(documents).Select(id).Where(doc.JsonNumber(0, 1), Op.Eq, 7)]));
        Assert.Equal([8], await ReadAsync<int>(source, compiler, [Query.From(documents).Select(id).Where(doc.JsonBoolean(0, 0), Op.Eq, true)]));
        Assert.Empty(await ReadAsync<int>(source, compiler, [Query.From(documents).Select(id).Where(doc.JsonNumber(0), Op.Eq, 7)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => doc.JsonText(-1));

        async Task AssertReads(string?[] expected, Column<string> path)
        {
            var found = new List<string?>();
            await new QueryReader(source, compiler).ReadAsync(Query.From(documents).Select(path).OrderBy(id), row => found.Add(row.IsDBNull(0) ? null : row.GetString(0)));
            Assert.Equal(expected, found);
        }
    }

    [Theory]
    [InlineData(Dialect.Sqlite)]
    [InlineData(Dialect.Postgres)]
    public async Task Every_character_of_a_search_stands_for_itself(Dialect dialect)
    {
        var (source, compiler) = await database.OpenAsync(dialect);
        await PortalDatabase.ExecuteAsync(source, "DELETE FROM crew");
        string[] texts = ["100%", "100x", "a_b", "axb", "a!b", "a\\b", "[ab]", "*", "a?", "AXB", "ÀB", "àb"];
        await PortalDatabase.InsertAsync(source, dialect, texts.Select((text, i) => Row($"{i:00}", text)), []);
        var names = Query.From(Crew).Select(Name).OrderBy(CrewId);

        Assert.Equal(["100%"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "0%")));
        Assert.Equal(["a_b"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "A_b")));
        Assert.Equal(["a!b"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereStarts(Name, "a!")));
        Assert.Equal(["a\\b"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "\\")));
        Assert.Equal(["axb", "AXB"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereStarts(Name, "aX")));
        Assert.Equal(["axb", "AXB"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereSame(Name, "AxB")));
        Assert.Equal(["100%"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereEnds(Name, "%")));
        Assert.Equal(["àb"], await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "àB")));
        Assert.Equal(texts, await PortalDatabase.ReadAsync<string>(source, compiler, names.WhereContains(Name, "")));
    }

    private static string[] Strings() => [.. Corpus.Strings().Concat(Odd).Where(Corpus.IsWellFormed).Distinct(StringComparer.Ordinal)];

    private static CrewRow Row(string id, string name) => new(id, name, null, false, null, 0, Guid.Empty, DateTimeOffset.UnixEpoch, null);

    /// <summary>The same but for one character, a wildcard if there is one.</summary>
    private static string Another(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var at = Array.FindIndex(runes, r => r.Value is '%' or '_' or '!' or '*' or '?' or '\\') is >= 0 and var wild ? wild : runes.Length / 2;
        runes[at] = new(runes[at].Value is 'x' or 'X' ? 'y' : 'x');
        return string.Concat(runes.Select(r => r.ToString()));
    }

    private static IEnumerable<string> Misses(string name)
    {
        var json = JsonSerializer.Serialize(name);
        return ((string[])
            [
                $"{name} ", $" {name}", $"{name}x", name.Length > 1 ? name[..^1].TrimEnd((char)0xd83d, (char)0xd83c, (char)0xd83e) : "x", name.ToUpperInvariant(), name.ToLowerInvariant(), name.Trim('"'), $"\"{name}\"", json, json[1..^1],
                name.Replace("\\", "", StringComparison.Ordinal), name.Replace("\"", "", StringComparison.Ordinal), name.Split('.')[0], name.Split('.')[^1], $"$.{name}", name.TrimStart('$', '.'), name.Normalize(NormalizationForm.FormKC), "a", "0",
            ])
            .Where(n => n != name && Corpus.IsWellFormed(n)).Distinct(StringComparer.Ordinal);
    }

    private static async Task<List<T>> ReadAsync<T>(System.Data.Common.DbDataSource source, SqlCompiler compiler, IReadOnlyList<Query> queries)
    {
        var found = new List<T>();
        var reader = new QueryReader(source, compiler);
        foreach (var chunk in queries.Chunk(600))
            await reader.ReadAsync(chunk, (_, row) => found.Add(row.GetFieldValue<T>(0)));
        return found;
    }
}
