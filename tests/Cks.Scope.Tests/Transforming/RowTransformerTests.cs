using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope.Tests.Model;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Scope.Tests.Transforming;

public sealed class RowTransformerTests
{
    private const string Line = """
        "transformers": {
          "line": {
            "entity": "order", "omit": ["minimum", "kind"], "rename": { "created": "at" }, "format": { "due": "yyyy-MM-dd", "onHand": "N0" },
            "text": { "title": { "is": "{kind} order {code} of {maker}", "own": { "maker": "Your {kind} order {code}" } }, "short": "{onHand} of {minimum}" }
          },
          "key": { "entity": "order", "only": ["code"] }
        },
        "sets": {
        """;

    private static readonly string[] Fields = ["code", "status", "kind", "maker", "created", "due", "onHand", "minimum"];
    private static readonly object?[] Values = ["ORD-1", "open", "plain", "MGR-001", new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 1, 23, 0, 0, TimeSpan.Zero), 1_500L, 2_000L];
    private static readonly Row Order = new(new(Fields), Values);

    [Fact]
    public void A_row_becomes_what_the_model_says_and_whoever_made_it_reads_other_words()
    {
        var line = Model().Transformers["line"];

        Assert.Equal(
            """{"code":"ORD-1","status":"open","maker":"MGR-001","at":"2026-03-01T08:00:00+00:00","due":"2026-04-01","onHand":"1,500","title":"plain order ORD-1 of MGR-001","short":"1500 of 2000"}""",
            JsonSerializer.Serialize(line.Apply(Order, Me("CEN-001"))));
        Assert.Equal("Your plain order ORD-1", line.Apply(Order, Me("MGR-001"))["title"]);
        Assert.Equal("""{"code":"ORD-1"}""", JsonSerializer.Serialize(Model().Transformers["key"].Apply(Order, Me("MGR-001"))));
    }

    [Fact]
    public void A_value_that_is_missing_makes_no_half_of_a_text()
    {
        var row = new Row(new(Fields), ["ORD-1", null, null, "MGR-001", Values[4], null, null, 7L]);
        var payload = Model().Transformers["line"].Apply(row, Me("MGR-001"));

        Assert.Null(payload["title"]);
        Assert.Null(payload["short"]);
        Assert.Null(payload["due"]);
    }

    // Each value is told from all others, so that whatever comes of a hidden one would be seen.
    [Theory]
    [InlineData("MGR-001")]
    [InlineData("CEN-001")]
    public void S04_a_payload_is_the_same_whatever_a_hidden_field_holds(string viewer)
    {
        var line = Model().Transformers["line"];
        for (var mask = 0; mask < 1 << Fields.Length; mask++)
        {
            int[] shown = [.. Enumerable.Range(0, Fields.Length).Where(i => (mask & (1 << i)) != 0)];
            var payload = JsonSerializer.Serialize(line.Apply(new(new([.. shown.Select(i => Fields[i])]), [.. shown.Select(i => Values[i])]), Me(viewer)));
            foreach (var hidden in Enumerable.Range(0, Fields.Length).Except(shown))
                Assert.DoesNotContain(Fields[hidden] switch { "created" => "2026-03", "due" => "2026-04", "onHand" => "500", "minimum" => "2000", _ => (string)Values[hidden]! }, payload);
        }
    }

    [Theory]
    [InlineData("\"omit\": [\"minimum\"", "\"omit\": [\"minimun\"", "CKS307", "no field \"minimun\"", "minimum")]
    [InlineData("\"entity\": \"order\", \"only\"", "\"entity\": \"ordre\", \"only\"", "CKS301", "\"ordre\"", "order")]
    [InlineData("\"created\": \"at\"", "\"created\": \"status\"", "CKS327", "\"status\" twice", "")]
    [InlineData("\"short\": \"", "\"code\": \"", "CKS327", "\"code\" twice", "")]
    [InlineData("\"onHand\": \"N0\"", "\"onHand\": \"Q\"", "CKS327", "\"Q\" is no format", "")]
    [InlineData("\"onHand\": \"N0\"", "\"maker\": \"N0\"", "CKS327", "no format of \"maker\"", "")]
    [InlineData("{onHand} of", "{on hand} of", "CKS327", "A brace", "")]
    [InlineData("Your {kind}", "Your {kindd}", "CKS307", "no field \"kindd\"", "kind")]
    [InlineData("\"own\": { \"maker\"", "\"own\": { \"makr\"", "CKS307", "no field \"makr\"", "maker")]
    [InlineData("\"only\": [\"code\"]", "\"onyl\": [\"code\"]", "CKS106", "onyl", "only")]
    public void A_mistake_is_refused_with_its_place(string text, string mistake, string code, string message, string suggestion)
    {
        Assert.Contains(text, Line);
        var result = Read(Line.Replace(text, mistake));

        Assert.False(result.IsLoaded);
        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal(code, finding.Code.Id);
        Assert.Contains(message, finding.Message);
        Assert.Contains(suggestion, finding.Fix ?? "");
        Assert.True(finding.Location.Line > 35, finding.ToString());
    }

    [Fact]
    public async Task A_transformer_of_the_code_is_given_the_fields_that_it_names_and_no_others()
    {
        using var host = HostWith(scope => scope.AddTransformer("coded", "order", t => t.Only("code").Text("who", ["maker"], (row, me) => $"{string.Join(',', row.Names)} {row["maker"]} {me.Code}")));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var transformers = host.Services.GetRequiredService<IRowTransformers>();

        Assert.Equal("""{"code":"ORD-1","who":"maker MGR-001 CEN-001"}""", JsonSerializer.Serialize(transformers.Apply("coded", Me("CEN-001"), Order)));
        Assert.Equal("""{"code":"ORD-1"}""", JsonSerializer.Serialize(transformers.Apply("coded", Me("CEN-001"), new Row(new("code"), ["ORD-1"]))));
        Assert.Equal("at", transformers.Apply("line", Me("CEN-001"), new ScopeSet([Order], 1, false) { Next = "n" }).Items[0].Names[3]);
        Assert.Throws<ArgumentException>(() => transformers.Apply("lines", Me("CEN-001"), Order));
    }

    [Theory]
    [InlineData("coded", "ordre", "code", "CKS301")]
    [InlineData("coded", "order", "cod", "CKS307")]
    [InlineData("line", "order", "code", "CKS327")]
    public async Task A_transformer_of_the_code_that_does_not_fit_the_model_stops_the_host(string name, string entity, string field, string code)
    {
        var refused = await Assert.ThrowsAsync<CksConfigurationException>(async () =>
        {
            using var host = HostWith(scope => scope.AddTransformer(name, entity, t => t.Only(field)));
            await host.StartAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal(code, Assert.Single(refused.Diagnostics).Code.Id);
    }

    [Fact]
    public void A_template_of_the_code_that_is_none_is_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddCksScope().AddTransformer("coded", "order", t => t.Text("title", "{kind")));

    private static Subject Me(string code) => new("u", TenantId.Parse("main"), ["manager"]) { Code = code };

    private static ScopeModel Model() => Read(Line).GetOrThrow();

    private static LoadResult<ScopeModel> Read(string transformers) => ScopeModelReader.Read("a.scope.json", Text(transformers));

    private static byte[] Text(string transformers) => Encoding.UTF8.GetBytes(ScopeText.Model.Replace("\"sets\": {", transformers, StringComparison.Ordinal));

    private static IHost HostWith(Action<CksScopeBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(ScopeText.Policy));
        configure(builder.Services.AddCksScope().AddModel("test.scope.json", Text(Line)));
        builder.Services.AddSingleton<DbDataSource>(SqliteFactory.Instance.CreateDataSource("Data Source=:memory:"));
        builder.Services.AddSingleton<SqlCompiler>(SqliteCompiler.Default);
        return builder.Build();
    }
}
