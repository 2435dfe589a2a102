using System.Text;
using Cks.Rbac.AuthZen.Tests.Corpora;

namespace Cks.Rbac.AuthZen.Tests.Evaluating;

public sealed class CallerTests
{
    private static readonly string[] Paths = [Ask.One, Ask.Many, Ask.Subjects, Ask.Resources, Ask.Actions];

    private static Task<AuthZenHost> StartAsync(Store? store = null) => AuthZenHost.StartAsync("records.rbac.json", store ?? Scenarios.Records(), o =>
    {
        Scenarios.AskAboutRecords(o);
        o.Caller(AuthZenHost.Issuer, "asker", "acme", c => c.Subjects("user").Resources("record"));
        o.Caller(AuthZenHost.Issuer, "elsewhere", "other", c => c.Subjects("user").Resources("record"));
    });

    [Fact]
    public async Task Nobody_is_401_and_a_caller_without_the_capability_is_403_whatever_the_body()
    {
        await using var host = await StartAsync();
        foreach (var path in Paths)
        {
            Assert.Equal(401, (await host.PostAsync(path, "{", caller: null)).Status);
            var (status, problem) = await host.PostAsync(path, "{", $"{AuthZenHost.Issuer};gateway;acme;reader");
            Assert.Equal((403, "CKS503"), (status, problem.GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task S20_search_is_a_capability_of_its_own()
    {
        await using var host = await StartAsync();
        const string Asker = $"{AuthZenHost.Issuer};asker;acme;asker";
        Assert.Equal(Ask.Yes, await host.TextAsync(Ask.One, Ask.Whether("alice", "read", "record-1"), Asker));
        foreach (var path in Paths[2..])
            Assert.Equal(403, (await host.PostAsync(path, Ask.Whether("alice", "read", "record-1"), Asker)).Status);
    }

    [Theory]
    [InlineData($"{AuthZenHost.Issuer};stranger;acme;pep")]
    [InlineData($"{AuthZenHost.Issuer};gateway;other;pep")]
    [InlineData("https://evil.example;gateway;acme;pep")]
    [InlineData($"{AuthZenHost.Issuer};Gateway;acme;pep")]
    [InlineData($"{AuthZenHost.Issuer};gateway;;pep")]
    public async Task S20_a_caller_that_is_not_named_with_its_issuer_and_tenant_is_refused_before_its_question_is_read(string caller)
    {
        var store = Scenarios.Records();
        await using var host = await StartAsync(store);
        foreach (var path in Paths)
        {
            var (status, problem) = await host.PostAsync(path, Ask.Whether("alice", "read", "record-1"), caller);
            Assert.Equal((403, "caller_not_bound"), (status, problem.GetProperty("reason").GetString()));
        }

        Assert.Empty(store.Asked);
    }

    [Fact]
    public async Task S20_a_caller_sees_its_own_tenant_even_when_a_source_hands_out_another()
    {
        var store = Scenarios.Records().Subject("user", "mallory", "other", ["member"]).Resource("record", "record-9", "other", ("status", AttributeValue.Of("active")));
        await using var host = await StartAsync(store);
        const string Elsewhere = $"{AuthZenHost.Issuer};elsewhere;other;pep";

        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("alice", "read", "record-9")));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("mallory", "read", "record-1")));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("mallory", "read", "record-9")));
        Assert.Equal(Ask.Yes, await host.TextAsync(Ask.One, Ask.Whether("mallory", "read", "record-9"), Elsewhere));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("alice", "read", "record-1"), Elsewhere));
        Assert.Equal("""{"results":[{"type":"user","id":"mallory"}]}""", await host.TextAsync(Ask.Subjects, Ask.Whether("x", "read", "record-9"), Elsewhere));
        Assert.Equal("""{"results":[{"type":"record","id":"record-1"},{"type":"record","id":"record-2"}]}""", await host.TextAsync(Ask.Resources, Ask.Whether("alice", "read", "x")));
        Assert.Equal("""{"results":[]}""", await host.TextAsync(Ask.Actions, Ask.Whether("alice", "read", "record-9")));
        Assert.Contains("other user 1", store.Asked);
        Assert.Contains("acme record 1", store.Asked);
    }

    [Fact]
    public async Task S20_types_that_are_not_listed_are_unknown_and_their_sources_are_not_asked()
    {
        var store = Scenarios.Records().Subject("service", "alice", "acme", ["member"]).Resource("folder", "record-1", "acme");
        await using var host = await StartAsync(store);
        string[] foreign = [Ask.Whether("alice", "read", "record-1", subjectType: "service"), Ask.Whether("alice", "read", "record-1", resourceType: "folder"), Ask.Whether("alice", "read", "record-1", subjectType: "USER")];
        foreach (var body in foreign)
        {
            Assert.Equal(Ask.No, await host.TextAsync(Ask.One, body));
            foreach (var path in Paths[2..])
                Assert.Equal("""{"results":[]}""", await host.TextAsync(path, body));
        }

        Assert.Empty(store.Asked);
    }

    [Fact]
    public async Task S01_test_subjects_and_test_rows_are_unknown_to_a_caller_that_is_not_of_their_class()
    {
        var store = Scenarios.Records().Subject("user", "tess", "acme", ["member"], isTest: true).Resource("record", "record-t", "acme", isTest: true);
        await using var host = await StartAsync(store);
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("tess", "read", "record-1")));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("alice", "read", "record-t")));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("tess", "read", "record-t")));
        Assert.DoesNotContain("tess", await host.TextAsync(Ask.Subjects, Ask.Whether("x", "read", "record-1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_whose_id_is_only_like_the_one_in_the_question_is_somebody_else()
    {
        await using var host = await StartAsync();
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("ALICE", "read", "record-1")));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("alice", "read", "RECORD-1")));
        Assert.Equal("""{"results":[]}""", await host.TextAsync(Ask.Subjects, Ask.Whether("x", "read", "RECORD-1")));
        Assert.Equal("""{"results":[]}""", await host.TextAsync(Ask.Resources, Ask.Whether("ALICE", "read", "x")));
        Assert.Equal("""{"results":[]}""", await host.TextAsync(Ask.Actions, Ask.Whether("ALICE", "read", "record-1")));
    }

    [Theory]
    [InlineData("nobody", "read", "record-1")]
    [InlineData("alice", "read", "record-0")]
    [InlineData("alice", "fly", "record-1")]
    [InlineData("alice", "record:read", "record-1")]
    [InlineData("alice", "READ", "record-1")]
    [InlineData("alice", "purge", "record-1")]
    [InlineData("bob", "write", "record-1")]
    public async Task S28_what_is_unknown_unmet_or_denied_has_one_answer(string subject, string action, string resource)
    {
        await using var host = await StartAsync();
        using var response = await host.SendAsync(Ask.One, Encoding.UTF8.GetBytes(Ask.Whether(subject, action, resource)));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(Ask.No, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(response.Headers.CacheControl is { NoStore: true });
    }

    [Fact]
    public async Task S15_a_source_that_is_down_is_an_error_and_never_a_decision()
    {
        var store = Scenarios.Records();
        store.Broken = new InvalidOperationException("The database is down.");
        await using var host = await StartAsync(store);
        foreach (var path in Paths)
        {
            using var response = await host.SendAsync(path, Encoding.UTF8.GetBytes(Ask.Whether("alice", "read", "record-1")));
            Assert.Equal(500, (int)response.StatusCode);
            Assert.Equal("", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
