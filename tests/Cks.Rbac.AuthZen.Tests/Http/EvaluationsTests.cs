using Cks.Rbac.AuthZen.Tests.Corpora;

namespace Cks.Rbac.AuthZen.Tests.Http;

public sealed class EvaluationsTests
{
    private static Task<AuthZenHost> StartAsync() => AuthZenHost.StartAsync("records.rbac.json", Scenarios.Records(), Scenarios.AskAboutRecords);

    private static string Batch(string semantic, params string[] actions) =>
        $$"""{{{Ask.Subject("alice")}},{{Ask.Resource("record-1")}},{{(semantic.Length > 0 ? $"\"options\":{{\"evaluations_semantic\":\"{semantic}\"}}," : "")}}"evaluations":[{{string.Join(',', actions.Select(a => a.Length > 0 ? $"{{{Ask.Action(a)}}}" : "{}"))}}]}""";

    private static string Answers(string yesAndNo) => $$"""{"evaluations":[{{string.Join(',', yesAndNo.Select(d => d == '1' ? Ask.Yes : Ask.No))}}]}""";

    [Theory]
    [InlineData("", "1010")]
    [InlineData("execute_all", "1010")]
    [InlineData("deny_on_first_deny", "10")]
    [InlineData("permit_on_first_permit", "1")]
    public async Task Each_semantic_answers_as_far_as_it_says(string semantic, string expected)
    {
        await using var host = await StartAsync();
        Assert.Equal(Answers(expected), await host.TextAsync(Ask.Many, Batch(semantic, "read", "fly", "write", "delete")));
    }

    [Theory]
    [InlineData("deny_on_first_deny", "11")]
    [InlineData("permit_on_first_permit", "1")]
    public async Task A_semantic_whose_trigger_never_comes_answers_all(string semantic, string expected)
    {
        await using var host = await StartAsync();
        Assert.Equal(Answers(expected), await host.TextAsync(Ask.Many, Batch(semantic, "read", "write")));
        Assert.Equal(Answers("00"), await host.TextAsync(Ask.Many, Batch("permit_on_first_permit", "fly", "delete")));
    }

    [Fact]
    public async Task An_item_that_cannot_be_read_is_denied_by_itself_and_stops_what_a_deny_stops()
    {
        await using var host = await StartAsync();
        const string Missing = """{"decision":false,"context":{"error":{"status":400,"message":"action is missing."}}}""";
        Assert.Equal($$"""{"evaluations":[{{Ask.Yes}},{{Missing}},{{Ask.Yes}}]}""", await host.TextAsync(Ask.Many, Batch("execute_all", "read", "", "write")));
        Assert.Equal($$"""{"evaluations":[{{Ask.Yes}},{{Missing}}]}""", await host.TextAsync(Ask.Many, Batch("deny_on_first_deny", "read", "", "write")));

        var odd = await host.TextAsync(Ask.Many, $$"""{{{Ask.Subject("alice")}},{{Ask.Resource("record-1")}},{{Ask.Action("read")}},"evaluations":[7,null,[],{"subject":"bob"},{"context":[]},{}]}""");
        Assert.Equal(5, odd.Split("\"status\":400").Length - 1);
        Assert.EndsWith($",{Ask.Yes}]}}", odd, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_an_item_replaces_the_whole_default()
    {
        await using var host = await StartAsync();
        // Were the properties of the default kept, alice could delete.
        var body = $$"""{{{Ask.Subject("alice")}},{{Ask.Resource("record-1")}},{{Ask.Action("delete", """{"soft":true}""")}},"evaluations":[{},{{{Ask.Action("delete")}}}]}""";
        Assert.Equal(Answers("10"), await host.TextAsync(Ask.Many, body));
    }

    [Theory]
    [InlineData("\"options\":{\"evaluations_semantic\":\"permit_all\"},\"evaluations\":[{}]")]
    [InlineData("\"options\":{\"evaluations_semantic\":null},\"evaluations\":[{}]")]
    [InlineData("\"options\":\"deny_on_first_deny\",\"evaluations\":[{}]")]
    [InlineData("\"evaluations\":{}")]
    [InlineData("\"evaluations\":null")]
    [InlineData("\"evaluations\":\"all\"")]
    public async Task Options_and_lists_of_another_kind_are_400(string members)
    {
        await using var host = await StartAsync();
        Assert.Equal(400, (await host.PostAsync(Ask.Many, $$"""{{{Ask.Subject("alice")}},{{Ask.Resource("record-1")}},{{Ask.Action("read")}},{{members}}}""")).Status);
    }
}
