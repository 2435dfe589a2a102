namespace Cks.Rbac.AuthZen.Tests.Corpora;

/// <summary>The three scenarios of the corpus: their people and things as an application has them, and the policies beside.</summary>
internal static class Scenarios
{
    private static readonly (string Pid, string Mail, string[] Roles)[] People =
    [
        ("CiRmZDA2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", "rick@the-citadel.com", ["admin", "evil_genius"]),
        ("CiRmZDE2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", "morty@the-citadel.com", ["editor"]),
        ("CiRmZDI2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", "summer@the-smiths.com", ["editor"]),
        ("CiRmZDM2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", "beth@the-smiths.com", ["viewer"]),
        ("CiRmZDQ2MTRkMy1jMzlhLTQ3ODEtYjdiZC04Yjk2ZjVhNTEwMGQSBWxvY2Fs", "jerry@the-smiths.com", ["viewer"]),
    ];

    /// <summary>The todo application. The first drafts of the protocol have the owner nowhere, so that it is stored; the later ones let the caller say it.</summary>
    public static Task<AuthZenHost> TodoAsync(bool ownersAreStored)
    {
        var store = new Store();
        foreach (var (pid, mail, roles) in People)
        {
            store.Subject("user", pid, "acme", roles, code: mail).Subject("user", mail, "acme", roles, code: mail);
            store.Resource("user", mail, "acme");
        }

        (string Name, AttributeValue? Value)[] Owner(string mail) => ownersAreStored ? [("owner", AttributeValue.Of(mail))] : [];
        store.Resource("todo", "todo-1", "acme");
        foreach (var (number, mail) in new[] { (1, "morty@the-citadel.com"), (2, "rick@the-citadel.com"), (3, "summer@the-smiths.com"), (4, "beth@the-smiths.com"), (5, "jerry@the-smiths.com") })
            store.Resource("todo", $"7240d0db-8ff0-41ec-98b2-34a096273b9{number}", "acme", Owner(mail));
        return AuthZenHost.StartAsync("todo.rbac.json", store, o => o
            .Resource("user").Resource("todo")
            .Caller(AuthZenHost.Issuer, "gateway", "acme", c => c.Subjects("user").Resources("user", "todo").Asserts("todo", PropertyOf.Resource, "ownerID", "owner")));
    }

    /// <summary>The gateway in front of it.</summary>
    public static Task<AuthZenHost> GatewayAsync()
    {
        var store = new Store();
        foreach (var (pid, _, roles) in People)
            store.Subject("identity", pid, "acme", roles is ["viewer"] ? roles : ["editor"]);
        foreach (var path in (string[])["/users/{userId}", "/todos", "/todos/{todoId}"])
            store.Resource("route", path, "acme", ("path", AttributeValue.Of(path)));
        return AuthZenHost.StartAsync("gateway.rbac.json", store, o => o
            .Resource("route", "routes", r => r.Action("GET", "get").Action("POST", "post").Action("PUT", "put").Action("DELETE", "delete"))
            .Caller(AuthZenHost.Issuer, "gateway", "acme", c => c.Subjects("identity").Resources("route")));
    }

    /// <summary>The records of the certification.</summary>
    public static Store Records() => new Store()
        .Subject("user", "alice", "acme", ["member"]).Subject("user", "bob", "acme", ["admin"])
        .Resource("record", "record-1", "acme", ("status", AttributeValue.Of("active")))
        .Resource("record", "record-2", "acme", ("status", AttributeValue.Of("archived")));

    public static void AskAboutRecords(AuthZenOptions options) => options
        .Resource("record")
        .Caller(AuthZenHost.Issuer, "gateway", "acme", c => c.Subjects("user").Asserts("record", PropertyOf.Action, "soft").Asserts("record", PropertyOf.Resource, "status"));
}
