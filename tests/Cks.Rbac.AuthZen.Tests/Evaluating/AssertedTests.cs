using Cks.Rbac.AuthZen.Tests.Corpora;

namespace Cks.Rbac.AuthZen.Tests.Evaluating;

public sealed class AssertedTests
{
    private static Task<AuthZenHost> StartAsync() => AuthZenHost.StartAsync(
        "records.rbac.json",
        Scenarios.Records().Resource("record", "record-3", "acme").Resource("record", "record-4", "acme", ("status", null)),
        o =>
        {
            Scenarios.AskAboutRecords(o);
            o.Caller(AuthZenHost.Issuer, "meek", "acme", c => c.Subjects("user").Resources("record"));
            o.Caller(AuthZenHost.Issuer, "bold", "acme", c => c.Subjects("user")
                .Asserts("record", PropertyOf.Context, "time", "at").Asserts("record", PropertyOf.Subject, "cost").Asserts("record", PropertyOf.Action, "remark", "note").Asserts("record", PropertyOf.Resource, "soft"));
        });

    private static string About(string subject, string action, string resource) => $$"""{{{subject}},{{action}},{{resource}}}""";

    [Theory]
    [InlineData("alice", "record-2", "active")] // stored as archived
    [InlineData("alice", "record-4", "active")] // stored as missing
    [InlineData("bob", "record-1", "archived")] // stored as active
    public async Task S20_what_is_stored_wins_over_what_a_marked_caller_says(string subject, string resource, string status)
    {
        await using var host = await StartAsync();
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, About(Ask.Subject(subject), Ask.Action("write"), Ask.Resource(resource, properties: $$"""{"status":"{{status}}"}"""))));
    }

    [Fact]
    public async Task S20_a_property_counts_for_the_caller_that_it_is_marked_for_and_for_no_other()
    {
        await using var host = await StartAsync();
        var body = About(Ask.Subject("alice"), Ask.Action("write"), Ask.Resource("record-3", properties: """{"status":"active"}"""));
        Assert.Equal(Ask.Yes, await host.TextAsync(Ask.One, body));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, body, $"{AuthZenHost.Issuer};meek;acme;pep"));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, body, $"{AuthZenHost.Issuer};bold;acme;pep"));
    }

    [Theory]
    [InlineData("""{"roles":["admin"],"role":"admin"}""")]
    [InlineData("""{"tenant":"other","issuer":"https://login.example","code":"alice","id":"bob"}""")]
    [InlineData("""{"status":"archived","soft":true}""")]
    public async Task S20_a_caller_cannot_say_who_somebody_is_or_put_a_property_where_it_is_not_marked(string properties)
    {
        await using var host = await StartAsync();
        var subject = $$"""
            "subject":{"type":"user","id":"alice","roles":["admin"],"properties":{{properties}}}
            """;
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, About(subject, Ask.Action("write", properties), Ask.Resource("record-2", properties: properties))));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, About(subject, Ask.Action("delete"), Ask.Resource("record-1", properties: properties)[..^1] + ",\"soft\":true}")));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"true\"", false)]
    [InlineData("1", false)]
    [InlineData("null", false)]
    [InlineData("[true]", false)]
    [InlineData("{\"value\":true}", false)]
    public async Task A_property_of_another_kind_than_the_policy_declares_is_missing(string soft, bool expected)
    {
        await using var host = await StartAsync();
        var body = About(Ask.Subject("alice"), Ask.Action("delete", $$"""{"soft":{{soft}}}"""), Ask.Resource("record-1"));
        Assert.Equal(expected ? Ask.Yes : Ask.No, await host.TextAsync(Ask.One, body));
    }

    [Theory]
    [InlineData("9.5", "\"plain\"", true)]
    [InlineData("10", "\"plain\"", false)]
    [InlineData("-1", "\"plain\"", false)] // never less than 0, says the policy
    [InlineData("9e400", "\"plain\"", false)]
    [InlineData("\"9\"", "\"plain\"", false)]
    [InlineData("9", "\"secret\"", false)]
    [InlineData("9", "\"other\"", false)] // never that, says the policy
    [InlineData("9", "7", false)]
    [InlineData("9", "\"\\ud800\"", false)] // half of a pair is no text
    public async Task A_number_and_a_text_that_a_caller_says_are_held_to_what_the_policy_declares(string cost, string note, bool expected)
    {
        await using var host = await StartAsync();
        var subject = $$$"""
            "subject":{"type":"user","id":"alice","properties":{"cost":{{{cost}}}}}
            """;
        var body = About(subject, Ask.Action("price", $$"""{"remark":{{note}}}"""), Ask.Resource("record-1"));
        Assert.Equal(expected ? Ask.Yes : Ask.No, await host.TextAsync(Ask.One, body, $"{AuthZenHost.Issuer};bold;acme;pep"));
    }

    [Theory]
    [InlineData("\"2026-11-30T23:59:59Z\"", true)]
    [InlineData("\"2026-12-01T01:00:00.5+02:00\"", true)]
    [InlineData("\"2026-12-01T00:00:00Z\"", false)]
    [InlineData("\"2026-11-30T23:59:59\"", false)] // without its offset it could be any time
    [InlineData("\"yesterday\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("0", false)]
    public async Task A_time_that_a_caller_says_has_its_offset(string time, bool expected)
    {
        await using var host = await StartAsync();
        var body = Ask.Whether("alice", "wait", "record-1", context: $$"""{"time":{{time}}}""");
        Assert.Equal(expected ? Ask.Yes : Ask.No, await host.TextAsync(Ask.One, body, $"{AuthZenHost.Issuer};bold;acme;pep"));
    }

    [Fact]
    public async Task S20_properties_of_what_a_search_looks_for_are_said_of_nothing()
    {
        await using var host = await StartAsync();
        // record-3 has no stored status: one that is said of all records at once is not said of it.
        var resources = About(Ask.Subject("alice"), Ask.Action("write"), """
            "resource":{"type":"record","id":"record-3","properties":{"status":"active"}}
            """);
        Assert.Equal("""{"results":[{"type":"record","id":"record-1"}]}""", await host.TextAsync(Ask.Resources, resources));
        var subjects = About("""
            "subject":{"type":"user","id":"alice","properties":{"cost":1}}
            """, Ask.Action("price", """{"remark":"plain"}"""), Ask.Resource("record-1"));
        Assert.Equal("""{"results":[]}""", await host.TextAsync(Ask.Subjects, subjects, $"{AuthZenHost.Issuer};bold;acme;pep"));
    }
}
