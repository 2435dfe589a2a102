using System.Text.Json;
using Cks.Rbac.AuthZen.Tests.Corpora;

namespace Cks.Rbac.AuthZen.Tests.Searching;

public sealed class SearchTests
{
    private const string Other = $"{AuthZenHost.Issuer};other;acme;pep";

    private static Store People(int count, Func<int, string> role)
    {
        var store = new Store().Resource("record", "r0", "acme");
        for (var i = 0; i < count; i++)
            store.Subject("user", $"u{i:000}", "acme", [role(i)]);
        return store;
    }

    private static Task<AuthZenHost> StartAsync(Store store, Action<AuthZenOptions>? configure = null) => AuthZenHost.StartAsync("records.rbac.json", store, o =>
    {
        Scenarios.AskAboutRecords(o);
        o.Caller(AuthZenHost.Issuer, "other", "acme", c => c.Subjects("user").Resources("record"));
        configure?.Invoke(o);
    });

    private static string Who(string page, string action = "read", string context = "") =>
        $$"""{"subject":{"type":"user"},{{Ask.Action(action)}},{{Ask.Resource("r0")}}{{(context.Length > 0 ? $",\"context\":{context}" : "")}}{{(page.Length > 0 ? $",\"page\":{page}" : "")}}}""";

    private static string Next(JsonElement body) => body.GetProperty("page").GetProperty("next_token").GetString()!;

    private static string[] Found(JsonElement body) => [.. body.GetProperty("results").EnumerateArray().Select(r => (r.TryGetProperty("id", out var id) ? id : r.GetProperty("name")).GetString()!)];

    private static async Task<(List<string> Found, int Pages)> AllAsync(AuthZenHost host, string path, Func<string, string> body, string limit)
    {
        var (found, pages, page) = (new List<string>(), 0, $$"""{"limit":{{limit}}}""");
        do
        {
            var (status, answer) = await host.PostAsync(path, body(page));
            Assert.Equal(200, status);
            found.AddRange(Found(answer));
            pages++;
            page = Next(answer) is { Length: > 0 } next ? $$"""{"limit":{{limit}},"token":"{{next}}"}""" : "";
        }
        while (page.Length > 0);
        return (found, pages);
    }

    [Fact]
    public async Task Pages_bring_every_subject_once_and_in_order()
    {
        await using var host = await StartAsync(People(25, i => i % 3 == 0 ? "nothing" : "reader"));
        var expected = Enumerable.Range(0, 25).Where(i => i % 3 != 0).Select(i => $"u{i:000}").ToList();
        Assert.Equal(expected, (await AllAsync(host, Ask.Subjects, p => Who(p), "4")).Found);
        Assert.Equal(expected, (await AllAsync(host, Ask.Subjects, p => Who(p), "16")).Found);
        Assert.Equal((1, 16), ((await AllAsync(host, Ask.Subjects, p => Who(p), "17")).Pages, expected.Count));
    }

    [Fact]
    public async Task Pages_bring_every_resource_and_action_once()
    {
        var store = new Store().Subject("user", "will", "acme", ["watcher"]).Subject("user", "alice", "acme", ["member"]).Resource("record", "active", "acme", ("status", AttributeValue.Of("active")));
        for (var i = 0; i < 250; i++)
            store.Resource("record", $"r{i:000}", "acme");
        await using var host = await StartAsync(store);
        var resources = await AllAsync(host, Ask.Resources, p => $$"""{{{Ask.Subject("will")}},{{Ask.Action("read")}},"resource":{"type":"record"},"page":{{p}}}""", "30");
        Assert.Equal([.. Enumerable.Range(0, 125).Select(i => $"r{2 * i:000}")], resources.Found);
        var actions = await AllAsync(host, Ask.Actions, p => $$"""{{{Ask.Subject("alice")}},{{Ask.Resource("active")}},"page":{{p}}}""", "1");
        Assert.Equal(["read", "write"], actions.Found);
        Assert.Equal(2, actions.Pages);
    }

    [Fact]
    public async Task S20_a_page_is_never_longer_than_the_limit_and_nothing_counts_what_there_is()
    {
        await using var host = await StartAsync(People(25, _ => "reader"), o => o.MaxResults = 10);
        foreach (var page in (string[])["", "{}", """{"limit":1000000}""", """{"limit":99999999999}"""])
        {
            var (status, body) = await host.PostAsync(Ask.Subjects, Who(page));
            Assert.Equal((200, 10), (status, Found(body).Length));
            Assert.Equal(["results", "page"], body.EnumerateObject().Select(m => m.Name));
            Assert.Equal(["next_token"], body.GetProperty("page").EnumerateObject().Select(m => m.Name));
        }
    }

    [Fact]
    public async Task S30_a_request_looks_at_a_limited_number_of_candidates_and_the_next_goes_on_behind_them()
    {
        var store = People(120, i => i >= 115 ? "reader" : "nothing");
        await using var host = await StartAsync(store, o => o.MaxCandidates = 50);
        var (status, first) = await host.PostAsync(Ask.Subjects, Who(""));
        Assert.Equal((200, 0), (status, Found(first).Length));
        Assert.NotEqual("", Next(first));
        Assert.Equal(["acme record 1", "acme user next 50"], store.Asked);
        Assert.Equal((5, 3), await AllAsync(host, Ask.Subjects, p => Who(p), "50") is var all ? (all.Found.Count, all.Pages) : default);
    }

    [Fact]
    public async Task S30_a_source_that_hands_out_more_than_is_wanted_widens_no_request_and_nothing_is_lost()
    {
        var store = People(120, i => i >= 115 ? "reader" : "nothing");
        store.IgnoresLimits = true;
        await using var host = await StartAsync(store, o => o.MaxCandidates = 50);
        var (status, first) = await host.PostAsync(Ask.Subjects, Who(""));
        Assert.Equal((200, 0), (status, Found(first).Length));
        var all = await AllAsync(host, Ask.Subjects, p => Who(p), "50");
        Assert.Equal((5, 3), (all.Found.Count, all.Pages));
    }

    [Fact]
    public async Task The_page_is_answered_to_whoever_asks_for_it_and_else_only_where_there_is_another()
    {
        await using var host = await StartAsync(People(1, _ => "reader"));
        Assert.Equal("""{"results":[{"type":"user","id":"u000"}]}""", await host.TextAsync(Ask.Subjects, Who("")));
        Assert.Equal("""{"results":[{"type":"user","id":"u000"}],"page":{"next_token":""}}""", await host.TextAsync(Ask.Subjects, Who("{}")));
        Assert.Equal("""{"results":[],"page":{"next_token":""}}""", await host.TextAsync(Ask.Subjects, Who("{}", "fly")));
    }

    [Theory]
    [InlineData("""{"limit":-1}""")]
    [InlineData("""{"limit":1.5}""")]
    [InlineData("""{"limit":"1"}""")]
    [InlineData("""{"limit":1e99}""")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":7}""")]
    [InlineData("""{"token":"u001"}""")]
    [InlineData("""{"token":"!!!"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_page_that_nobody_gave_is_400(string page)
    {
        await using var host = await StartAsync(People(3, _ => "reader"));
        Assert.Equal(400, (await host.PostAsync(Ask.Subjects, Who(page))).Status);
    }

    [Fact]
    public async Task A_page_of_nothing_is_no_end_and_looks_at_nothing()
    {
        var store = People(3, _ => "reader");
        await using var host = await StartAsync(store);
        var (status, first) = await host.PostAsync(Ask.Subjects, Who("""{"limit":0}"""));
        Assert.Equal((200, 0), (status, Found(first).Length));
        Assert.Empty(store.Asked);
        var second = (await host.PostAsync(Ask.Subjects, Who($$"""{"limit":1,"token":"{{Next(first)}}"}"""))).Body;
        Assert.Equal(["u000"], Found(second));
        var third = (await host.PostAsync(Ask.Subjects, Who($$"""{"limit":0,"token":"{{Next(second)}}"}"""))).Body;
        Assert.Equal(["u001", "u002"], Found((await host.PostAsync(Ask.Subjects, Who($$"""{"token":"{{Next(third)}}"}"""))).Body));
    }

    [Fact]
    public async Task S28_a_search_about_what_is_unknown_looks_and_ends_like_one_about_what_nobody_may()
    {
        var store = People(30, _ => "reader").Resource("record", "r1", "other");
        for (var i = 1; i < 30; i++)
            store.Resource("record", $"r{i:00}", "acme");
        await using var host = await StartAsync(store, o => o.MaxCandidates = 20);

        async Task<(string Shape, string Asked)> AskAsync(string path, string subject, string action, string resource)
        {
            store.Asked.Clear();
            var (status, body) = await host.PostAsync(path, Ask.Whether(subject, action, resource));
            return ($"{status} {Found(body).Length} {body.EnumerateObject().Count()} {Next(body).Length}", string.Join('|', store.Asked));
        }

        var subjects = await AskAsync(Ask.Subjects, "x", "write", "r0");
        Assert.Equal(subjects, await AskAsync(Ask.Subjects, "x", "write", "absent"));
        Assert.Equal(subjects, await AskAsync(Ask.Subjects, "x", "write", "r1"));
        Assert.Equal(subjects, await AskAsync(Ask.Subjects, "x", "fly", "r0"));
        var resources = await AskAsync(Ask.Resources, "u000", "write", "x");
        Assert.Equal(resources, await AskAsync(Ask.Resources, "absent", "write", "x"));
        Assert.Equal(resources, await AskAsync(Ask.Resources, "u000", "fly", "x"));
    }

    [Fact]
    public async Task S28_a_token_is_of_one_caller_and_one_request_and_ends()
    {
        await using var host = await StartAsync(People(3, _ => "member"));
        var token = Next((await host.PostAsync(Ask.Subjects, Who("""{"limit":1}""", context: """{"a":1,"b":{"c":2,"d":[3]}}"""))).Body);
        var page = $$"""{"limit":1,"token":"{{token}}"}""";

        async Task<int> StatusAsync(string body, string path = Ask.Subjects, string caller = AuthZenHost.Pep) => (await host.PostAsync(path, body, caller)).Status;
        const string Context = """{"b":{"d":[3],"c":2},"a":1}""";
        Assert.Equal(200, await StatusAsync(Who(page, context: Context))); // the order of names says nothing
        Assert.Equal(200, await StatusAsync(Who($$"""{"token":"{{token}}"}""", context: Context))); // nor does the length of the page
        Assert.Equal(400, await StatusAsync(Who(page, context: Context), caller: Other));
        Assert.Equal(400, await StatusAsync(Who(page, "write", Context)));
        Assert.Equal(400, await StatusAsync(Who(page)));
        Assert.Equal(400, await StatusAsync(Who(page, context: """{"b":{"d":[3],"c":2},"a":2}""")));
        Assert.Equal(400, await StatusAsync(Who(page, context: """{"b":{"d":[3,3],"c":2},"a":1}""")));
        Assert.Equal(400, await StatusAsync(Who(page, context: """{"b":{"d":[3]},"c":2,"a":1}""")));
        Assert.Equal(400, await StatusAsync(Who(page, context: """{"b":{"d":3,"c":2},"a":1}""")));
        Assert.Equal(400, await StatusAsync(Who(page, context: Context).Replace("\"user\"", "\"user\",\"id\":\"u000\"", StringComparison.Ordinal).Replace("r0", "r1", StringComparison.Ordinal)));

        host.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(200, await StatusAsync(Who(page, context: Context)));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(400, await StatusAsync(Who(page, context: Context)));
    }

    [Fact]
    public async Task S28_a_token_of_one_search_is_none_of_another_and_lists_that_are_nested_otherwise_are_other_requests()
    {
        await using var host = await StartAsync(People(3, _ => "reader").Resource("record", "r1", "acme"));
        static string Body(string context, string page) => $$"""{{{Ask.Subject("u000")}},{{Ask.Action("read")}},{{Ask.Resource("r0")}},"context":{{context}},"page":{{page}}}""";
        var token = Next((await host.PostAsync(Ask.Subjects, Body("""{"a":[1,[2]]}""", """{"limit":1}"""))).Body);
        var page = $$"""{"token":"{{token}}"}""";

        Assert.Equal(200, (await host.PostAsync(Ask.Subjects, Body("""{"a":[1,[2]]}""", page))).Status);
        Assert.Equal(400, (await host.PostAsync(Ask.Resources, Body("""{"a":[1,[2]]}""", page))).Status);
        Assert.Equal(400, (await host.PostAsync(Ask.Subjects, Body("""{"a":[1,[],2]}""", page))).Status);
        Assert.Equal(400, (await host.PostAsync(Ask.Subjects, Body("""{"a":[[1,2]]}""", page))).Status);
    }

    [Fact]
    public async Task S28_a_token_that_was_changed_or_made_elsewhere_is_refused()
    {
        await using var host = await StartAsync(People(3, _ => "member"));
        await using var elsewhere = await StartAsync(People(3, _ => "member"));
        var foreign = Next((await elsewhere.PostAsync(Ask.Subjects, Who("""{"limit":1}"""))).Body);
        var token = Next((await host.PostAsync(Ask.Subjects, Who("""{"limit":1}"""))).Body);
        Assert.DoesNotContain("u000", token, StringComparison.Ordinal);
        string[] forged = [foreign, token[..^4], token + "AAAA", token[..20] + (token[20] == 'A' ? 'B' : 'A') + token[21..], new('A', 10_000)];
        foreach (var one in forged)
            Assert.Equal(400, (await host.PostAsync(Ask.Subjects, Who($$"""{"limit":1,"token":"{{one}}"}"""))).Status);
    }

    [Fact]
    public async Task What_a_search_finds_is_permitted_when_it_is_asked_for_by_itself()
    {
        await using var host = await StartAsync(Scenarios.Records().Subject("user", "will", "acme", ["watcher"]));
        string[] subjects = ["alice", "bob", "will"], records = ["record-1", "record-2"], actions = ["delete", "price", "purge", "read", "wait", "write"];
        foreach (var subject in subjects)
        {
            foreach (var record in records)
            {
                var permitted = new List<string>();
                foreach (var action in actions)
                {
                    var isPermitted = await host.TextAsync(Ask.One, Ask.Whether(subject, action, record)) == Ask.Yes;
                    Assert.Equal(isPermitted, Found((await host.PostAsync(Ask.Subjects, Ask.Whether("x", action, record))).Body).Contains(subject));
                    Assert.Equal(isPermitted, Found((await host.PostAsync(Ask.Resources, Ask.Whether(subject, action, "x"))).Body).Contains(record));
                    if (isPermitted)
                        permitted.Add(action);
                }

                Assert.Equal(permitted, Found((await host.PostAsync(Ask.Actions, Ask.Whether(subject, "ignored", record))).Body));
            }
        }
    }
}
