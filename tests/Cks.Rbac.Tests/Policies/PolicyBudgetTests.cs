using System.Globalization;
using System.Text;

namespace Cks.Rbac.Tests.Policies;

public sealed class PolicyBudgetTests
{
    // Where each of very many is looked for among very many, these take a minute and more; where not, less than a second.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData("values of a condition")]
    [InlineData("relations of a condition")]
    [InlineData("listed values")]
    [InlineData("attributes")]
    [InlineData("fields")]
    [InlineData("stars")]
    [InlineData("sensitive actions")]
    public void S30_a_document_that_names_very_many_very_often_is_read_in_one_go(string what)
    {
        Rounds.AllOfThem();
        var document = Encoding.UTF8.GetBytes(what switch
        {
            "values of a condition" => Document(["v"], Number("n"), [When($"\"n\": [{List(200_000, i => i.ToString(CultureInfo.InvariantCulture))}]")]),
            "relations of a condition" => Document(["v"], $"\"relations\": [{Names("a", 150_000)}]", [When($"\"is\": [{Names("a", 150_000)}]")]),
            "listed values" => Document(["v"], $"\"attributes\": {{ \"s\": [{Names("a", 150_000)}] }}", Repeat(4_000, When($"\"s\": [{Names("a9", 60)}]"))),
            "attributes" => Document(["v"], $"\"attributes\": [{Names("a", 150_000)}]", Repeat(20_000, When("\"a149999\": \"x\""))),
            "fields" => Document(["v"], $"\"fields\": [{Names("f", 4_096)}]", [Read(List(450_000, _ => "\"f4095\""))]),
            "stars" => Document(["v"], $"\"fields\": [{Names("f", 4_096)}]", [Read(List(300_000, _ => "\"*\""))]),
            _ => Document(Enumerable.Range(0, 200_000).Select(i => $"a{i}"), $"\"sensitive\": [{Names("a", 200_000)}]", []),
        });
        var begun = TimeProvider.System.GetTimestamp();

        PolicyReader.Read("test.rbac.json", document);

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, Patience);
    }

    [Fact]
    public void S30_all_fields_are_kept_once_however_many_rules_list_them()
    {
        Rounds.AllOfThem();
        var document = Encoding.UTF8.GetBytes(Document(["v"], $"\"fields\": [{Names("f", 4_096)}]", Repeat(5_000, """{ "actions": ["budget:v"], "fields": { "read": ["*"], "write": ["*"] } }""")));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(PolicyReader.Read("test.rbac.json", document).IsLoaded);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
    }

    [Fact]
    public void S30_very_many_duties_are_asked_about_a_role_that_inherits_very_many_in_one_go()
    {
        Rounds.AllOfThem();
        var policy = PolicyText.Read($$"""
            { "version": 1, "duties": [{{List(25_000, i => $"{{ \"id\": \"d{i}\", \"roles\": [\"a\", \"b\"] }}")}}],
              "roles": { "a": {}, "b": {}, "c": {}, {{List(16_000, i => $"\"r{i}\": {{}}")}}, "wide": { "inherits": [{{Names("r", 16_000)}}] } } }
            """).Value!;
        var begun = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 30; i++)
            Assert.False(policy.KeepsApart([policy.FindRole("c")!], policy.FindRole("wide")!));
        Assert.True(policy.KeepsApart([policy.FindRole("a")!], policy.FindRole("b")!));
        Assert.False(policy.KeepsApart([policy.FindRole("a")!], policy.FindRole("a")!));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void S30_a_line_of_roles_has_the_same_limit_in_whatever_order_it_is_declared(bool isParentFirst)
    {
        Rounds.AllOfThem();
        string Line(int length)
        {
            var roles = Enumerable.Range(0, length).Select(i => i == 0 ? "\"r0\": {}" : $"\"r{i}\": {{ \"inherits\": [\"r{i - 1}\"] }}");
            return $$"""{ "version": 1, "roles": { {{string.Join(',', isParentFirst ? roles : roles.Reverse())}} } }""";
        }

        Assert.True(PolicyText.Read(Line(256)).IsLoaded);
        Assert.Equal("CKS103", Assert.Single(PolicyText.Read(Line(257)).Diagnostics).Code.Id);
        Assert.Equal("CKS103", Assert.Single(PolicyText.Read(Line(2_000)).Diagnostics).Code.Id);
    }

    [Fact]
    public void A_policy_with_more_new_fields_than_the_process_has_numbers_for_is_a_finding()
    {
        string Of(string prefix) => Document(["v"], $"\"fields\": [{Names(prefix, 3_000)}]", [Read("\"*\"")]).Replace("\"budget", "\"full-of-fields", StringComparison.Ordinal);

        Assert.True(PolicyText.Read(Of("a")).IsLoaded);
        Assert.Contains(PolicyText.Read(Of("b")).Diagnostics, d => d.Code.Id == "CKS103");
        Assert.True(PolicyText.Read(Of("a")).IsLoaded);
    }

    // A resource that no other test has: fields are numbered for the life of the process.
    private static string Document(IEnumerable<string> actions, string more, IEnumerable<string> rules) => $$"""
        { "version": 1, "resources": { "budget": { "actions": [{{string.Join(',', actions.Select(a => $"\"{a}\""))}}], {{more}} } }, "roles": { "r": { "permit": [{{string.Join(',', rules)}}] } } }
        """;

    private static string Number(string name) => $$"""
        "attributes": { "{{name}}": "number" }
        """;

    private static string When(string condition) => $$"""{ "actions": ["budget:v"], "when": { {{condition}} } }""";

    private static string Read(string fields) => $$"""{ "actions": ["budget:v"], "fields": { "read": [{{fields}}] } }""";

    private static string Names(string prefix, int count) => List(count, i => $"\"{prefix}{i}\"");

    private static string List(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));

    private static IEnumerable<string> Repeat(int count, string item) => Enumerable.Repeat(item, count);
}
