using Cks.Rbac.AuthZen.Tests.Corpora;

namespace Cks.Rbac.AuthZen.Tests.Evaluating;

public sealed class ReloadTests
{
    private const string Next = """
        {
          "version": 1,
          "resources": {
            "authzen": { "actions": ["evaluate", "search"] },
            "record": { "actions": ["write"], "attributes": { "status": ["active", "archived"], "soft": "flag" } }
          },
          "roles": {
            "pep": { "permit": [{ "id": "ask", "actions": ["authzen:*"] }] },
            "member": { "permit": [{ "id": "write-archived", "actions": ["record:write"], "when": { "status": "archived" } }] }
          }
        }
        """;

    [Fact]
    public async Task A_policy_that_comes_into_use_later_decides_from_then_on_and_what_it_does_not_declare_is_denied()
    {
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", Scenarios.Records(), Scenarios.AskAboutRecords);
        Assert.Equal(Ask.Yes, await host.TextAsync(Ask.One, Ask.Whether("alice", "read", "record-1")));
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("alice", "write", "record-2")));

        host.Activate(Next);
        Assert.Equal(Ask.No, await host.TextAsync(Ask.One, Ask.Whether("alice", "read", "record-1")));
        Assert.Equal(Ask.Yes, await host.TextAsync(Ask.One, Ask.Whether("alice", "write", "record-2")));
        Assert.Equal("""{"results":[{"type":"record","id":"record-2"}]}""", await host.TextAsync(Ask.Resources, Ask.Whether("alice", "write", "x")));
        Assert.Equal("""{"results":[]}""", await host.TextAsync(Ask.Subjects, Ask.Whether("x", "read", "record-1")));
        Assert.Equal("""{"results":[{"name":"write"}]}""", await host.TextAsync(Ask.Actions, Ask.Whether("alice", "x", "record-2")));
    }

    [Fact]
    public async Task A_policy_without_the_capabilities_of_callers_ends_their_asking()
    {
        var store = Scenarios.Records();
        await using var host = await AuthZenHost.StartAsync("records.rbac.json", store, Scenarios.AskAboutRecords);
        host.Activate(Next.Replace("\"authzen\": { \"actions\": [\"evaluate\", \"search\"] },", "", StringComparison.Ordinal).Replace("\"authzen:*\"", "\"record:write\"", StringComparison.Ordinal));
        foreach (var path in (string[])[Ask.One, Ask.Many, Ask.Subjects, Ask.Resources, Ask.Actions])
            Assert.Equal(403, (await host.PostAsync(path, Ask.Whether("alice", "write", "record-2"))).Status);
        Assert.Empty(store.Asked);
    }
}
