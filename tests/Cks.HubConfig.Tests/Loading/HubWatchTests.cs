using System.Diagnostics;
using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.HubConfig.Tests;

/// <summary>Files and addresses that change while a host runs.</summary>
public sealed class HubWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_half_written_deleted_renamed_or_swapped_by_a_link_never_takes_a_good_revision_away()
    {
        using var folder = new TemporaryFolder();
        folder.Write("real1/contractor.v1.json", Named("one"));
        folder.Write("contractor.v1.json", Named("zero"));
        using var host = Host(b => b.AddRoles(Path.Combine(folder.Root, "{role}.v1.json")).ReloadOnChange());
        await host.StartAsync(Token);
        var catalog = host.Services.GetRequiredService<HubCatalog>();
        var path = Path.Combine(folder.Root, "contractor.v1.json");

        // Half written: refused, until the rest is there.
        var before = catalog.Documents;
        folder.Write("contractor.v1.json", Named("one")[..700]);
        await Until(() => catalog.Store.LastRefusal is not null && catalog.Health.State == HubHealthState.Degraded);
        Assert.Same(before, catalog.Documents);
        folder.Write("contractor.v1.json", Named("one"));
        await Until(() => TitleOf(catalog) == "one" && catalog.Health.State == HubHealthState.Good);

        // Deleted: the hub stays.
        var refusal = catalog.Store.LastRefusal;
        File.Delete(path);
        await Until(() => catalog.Store.LastRefusal != refusal);
        Assert.Equal("one", TitleOf(catalog));

        // Renamed into its place.
        folder.Write("next.tmp", Named("two"));
        File.Move(Path.Combine(folder.Root, "next.tmp"), path);
        await Until(() => TitleOf(catalog) == "two");

        // A link in its place, and then another folder behind the link, as orchestrators swap them.
        folder.Write("real2/contractor.v1.json", Named("four"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "..data"), "real1");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "link.tmp"), Path.Combine("..data", "contractor.v1.json"));
        File.Move(Path.Combine(folder.Root, "link.tmp"), path, overwrite: true);
        await Until(() => TitleOf(catalog) == "one");
        if (OperatingSystem.IsLinux())
        {
            Directory.CreateSymbolicLink(Path.Combine(folder.Root, "..data_tmp"), "real2");
            using var swap = Process.Start("mv", ["-T", Path.Combine(folder.Root, "..data_tmp"), Path.Combine(folder.Root, "..data")]);
            await swap.WaitForExitAsync(Token);
            await Until(() => TitleOf(catalog) == "four");
        }

        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Two_documents_that_change_are_both_in_use_in_the_end_and_a_folder_that_is_made_anew_is_watched_on()
    {
        using var folder = new LayerFolder();
        var roles = Path.Combine(folder.FullName, "roles");
        Directory.CreateDirectory(roles);
        Write("base", "one");
        Write("roles/contractor", "one");
        using var host = Host(b => b.AddBase(Path.Combine(folder.FullName, "base.json")).AddRoles(Path.Combine(roles, "{role}.json")).ReloadOnChange());
        await host.StartAsync(Token);
        var catalog = host.Services.GetRequiredService<HubCatalog>();
        foreach (var word in (string[])["two", "three"])
        {
            Write("base", word);
            Write("roles/contractor", word);
            await Until(() => Words(catalog.Documents.Value) == (word, word));
        }

        // Away with all that is in it: what was read stays.
        Directory.Delete(roles, recursive: true);
        await Until(() => catalog.Store.SourceRefusal is not null);
        Assert.Equal(("three", "three"), Words(catalog.Documents.Value));
        Directory.CreateDirectory(roles);
        Write("roles/contractor", "four");
        Write("base", "four");
        await Until(() => Words(catalog.Documents.Value) == ("four", "four"));
        await host.StopAsync(Token);

        void Write(string name, string word) => folder.Write($"{name}.json", name == "base"
            ? $$"""{ "schemaVersion": 2, "metadata": { "version": "{{word}}" } }"""
            : $$"""{ "schemaVersion": 2, "metadata": { "role": "contractor", "displayName": "{{word}}", "theme": { "primaryColor": "#000", "accentColor": "#000" } } }""");

        static (string, string) Words(HubDocuments documents) => documents.Find("contractor") is { Metadata: var metadata } ? (metadata.Version, metadata.DisplayName) : default;
    }

    [Fact]
    public async Task Another_machine_is_asked_again_and_what_nobody_tells_is_found_by_the_clock()
    {
        var document = Named("one");
        var server = new Answers(_ => Answers.Of(document));
        using var host = Host(b => b.AddRoles(HubSource.Http("https://config.example/{role}.json", ["contractor"], new() { Handler = server, Interval = TimeSpan.FromMilliseconds(100), LongestBackOff = TimeSpan.FromMilliseconds(200) })));
        await host.StartAsync(Token);
        var catalog = host.Services.GetRequiredService<HubCatalog>();
        var asked = server.Asked.Count;
        server.Answer = _ => throw new HttpRequestException();
        await Until(() => catalog.Health.State == HubHealthState.Degraded && server.Asked.Count > asked + 2);
        Assert.Equal("one", TitleOf(catalog));
        document = Named("two");
        server.Answer = _ => Answers.Of(document);
        await Until(() => TitleOf(catalog) == "two");
        Assert.Equal(HubHealthState.Good, catalog.Health.State);
        await host.StopAsync(Token);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S09_Policy_and_hub_that_change_together_are_both_in_use_in_the_end_whichever_is_first(bool hubFirst)
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Narrowing("canViewFinancials"));
        var policies = Portal.Policies(Portal.Capabilities);
        using var host = Host(b => b.AddRoles(Path.Combine(folder.Root, "{role}.v1.json")).ReloadOnChange(), policies);
        await host.StartAsync(Token);
        var catalog = host.Services.GetRequiredService<HubCatalog>();
        if (!hubFirst)
        {
            // The hub in use does not fit, and says so.
            Rename();
            await Until(() => catalog.Store.SourceRefusal is not null && catalog.Health.State == HubHealthState.Degraded);
        }

        folder.Write("contractor.v1.json", Narrowing("canSeeFinancials"));
        if (hubFirst)
        {
            await Until(() => catalog.Store.SourceRefusal is not null);
            Rename();
        }

        await Until(() => catalog.Current("contractor")!.Value.Permissions.ContainsKey("canSeeFinancials") && catalog.Health.State == HubHealthState.Good);
        Assert.False(catalog.Permits(["contractor"], "main", Rbac.CapabilityId.Of("finance:view")));
        await host.StopAsync(Token);

        void Rename()
        {
            var text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.PolicyText(Portal.Capabilities, [])).Replace("canViewFinancials", "canSeeFinancials", StringComparison.Ordinal).Replace("financials", "finance", StringComparison.Ordinal));
            policies.Activate(new(Rbac.PolicyReader.Read("test.rbac.json", text), text), SnapshotProvenance.Documents).GetOrThrow();
        }

        static byte[] Narrowing(string name) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("\"canViewFinancials\": true", $"\"{name}\": false", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S30_A_handler_that_throws_whatever_it_likes_ends_no_asking()
    {
        var document = Named("one");
        var server = new Answers(_ => Answers.Of(document));
        var options = new HubHttpOptions { Handler = server, Interval = TimeSpan.FromMilliseconds(100), LongestBackOff = TimeSpan.FromMilliseconds(200) };
        using var host = Host(b => b.AddRoles(HubSource.Http("https://config.example/{role}.json", ["contractor"], options)).AddTenants(HubSource.Http("https://config.example/t/{tenant}.json", ["acme"], options)));
        server.Answer = r => r.RequestUri!.AbsolutePath.StartsWith("/t/", StringComparison.Ordinal) ? Answers.Of("{}"u8.ToArray()) : Answers.Of(document);
        await host.StartAsync(Token);
        var catalog = host.Services.GetRequiredService<HubCatalog>();
        server.Answer = _ => throw new InvalidOperationException("a token library");
        var asked = server.Asked.Count;
        await Until(() => server.Asked.Count > asked + 4);
        Assert.Equal(HubHealthState.Degraded, catalog.Health.State);
        // Nobody is told the name of a tenant.
        Assert.DoesNotContain(catalog.Health.Problems, p => p.Contains("acme", StringComparison.Ordinal));
        document = Named("two");
        server.Answer = r => r.RequestUri!.AbsolutePath.StartsWith("/t/", StringComparison.Ordinal) ? Answers.Of("{}"u8.ToArray()) : Answers.Of(document);
        await Until(() => TitleOf(catalog) == "two");
        await host.StopAsync(Token);
    }

    private static byte[] Named(string title) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("Contractor Portal", title, StringComparison.Ordinal));

    private static string TitleOf(HubCatalog catalog) => catalog.Current("contractor")!.Value.Metadata.DisplayName;

    private static async Task Until(Func<bool> isSo)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        giveUp.CancelAfter(TimeSpan.FromMinutes(2));
        while (!isSo())
            await Task.Delay(20, giveUp.Token);
    }

    private static IHost Host(Action<CksHubConfigBuilder> configure, SnapshotStore<Rbac.Policy>? policies = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(policies ?? Portal.Policies(Portal.Capabilities));
        configure(builder.Services.AddCksHubConfig().AddTargets(Portal.AddTargets));
        return builder.Build();
    }
}
