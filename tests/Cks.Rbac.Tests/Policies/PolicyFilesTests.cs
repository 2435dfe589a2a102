using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Rbac.Tests.Policies;

/// <summary>One policy of several files.</summary>
public sealed class PolicyFilesTests : IDisposable
{
    private const string Common = """{ "version": 1, "resources": { "orders": { "actions": ["view", "accept"] } } }""";
    private const string Clerk = """{ "version": 1, "roles": { "clerk": { "permit": [{ "id": "clerk-view", "actions": ["orders:view"] }] } } }""";
    private const string Lead = """{ "version": 1, "roles": { "lead": { "inherits": ["clerk"], "permit": [{ "id": "lead-accept", "actions": ["orders:accept"] }] } } }""";

    private readonly TemporaryFolder _folder = new();

    public PolicyFilesTests()
    {
        _folder.Write("policies/b.rbac.json", Clerk);
        _folder.Write("policies/a.rbac.json", Common);
        _folder.Write("policies/c.rbac.json", Lead);
        _folder.Write("policies/notes.txt", "not one of them");
        _folder.Write("policies/old/d.rbac.json", "neither");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_make_one_policy_in_the_order_of_their_names()
    {
        using var host = await StartedAsync();
        var policies = host.Services.GetRequiredService<SnapshotLoader<Policy>>();

        Assert.Equal(["clerk", "lead"], policies.Store.Current.Value.Roles);
        Assert.Equal(["clerk-view", "lead-accept"], policies.Store.Current.Value.Rules.Select(r => r.Id));
        var first = policies.Store.Current.Version;
        Assert.Equal(first, policies.Reload().Active!.Version);

        // The version is of names and contents.
        File.Move(Path.Combine(_folder.Root, "policies", "c.rbac.json"), Path.Combine(_folder.Root, "policies", "d.rbac.json"));
        Assert.NotEqual(first.Hash, policies.Reload().Active!.Version.Hash);
        File.Move(Path.Combine(_folder.Root, "policies", "d.rbac.json"), Path.Combine(_folder.Root, "policies", "c.rbac.json"));
        Assert.Equal(first.Hash, policies.Reload().Active!.Version.Hash);
    }

    [Fact]
    public async Task A_mistake_is_told_with_the_name_of_its_file_and_all_of_them_at_once()
    {
        _folder.Write("policies/b.rbac.json", Clerk.Replace("orders:view", "order:view"));
        _folder.Write("policies/c.rbac.json", Lead.Replace("\"clerk\"", "\"clark\""));

        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync());

        Assert.Equal(["CKS204 policies/b.rbac.json", "CKS201 policies/c.rbac.json"], refused.Diagnostics.Select(d => $"{d.Code} {d.Location.File}"));
    }

    [Fact]
    public async Task A_name_in_two_files_is_told()
    {
        _folder.Write("policies/d.rbac.json", Clerk.Replace("clerk-view", "other"));

        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync());

        Assert.Contains("CKS102 policies/d.rbac.json", refused.Message);
        Assert.Contains("policies/b.rbac.json", refused.Message);
    }

    [Theory]
    [InlineData("policies/*.json5", "CKS107", "policies", "No file of this folder is named \"*.json5\"")]
    [InlineData("nowhere/*.json", "CKS107", "nowhere", "not there")]
    [InlineData("*/app.json", "CKS109", "*/app.json", "not the pattern")]
    [InlineData("policies/app.json", "CKS109", "policies/app.json", "not the pattern")]
    public async Task A_pattern_without_files_is_a_mistake_that_names_the_folder(string pattern, string code, string place, string message)
    {
        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync(b => b.AddPolicyFiles(pattern)));

        var finding = Assert.Single(refused.Diagnostics);
        Assert.Equal(code, finding.Code.Id);
        Assert.EndsWith(place, finding.Location.File);
        Assert.Contains(message, finding.Message);
    }

    [Fact]
    public async Task S26_the_copy_holds_all_files_and_a_forged_one_is_not_read()
    {
        var copy = Path.Combine(_folder.Root, "policy.cks");
        SnapshotVersion version;
        using (var first = await StartedAsync(Configure))
            version = first.Services.GetRequiredService<SnapshotStore<Policy>>().Current.Version;
        Directory.Delete(Path.Combine(_folder.Root, "policies"), recursive: true);

        using (var second = await StartedAsync(Configure))
        {
            var current = second.Services.GetRequiredService<SnapshotStore<Policy>>().Current;
            Assert.Equal((SnapshotOrigin.LastKnownGood, version.Hash), (current.Provenance.Origin, current.Version.Hash));
            Assert.Equal(["clerk", "lead"], current.Value.Roles);
            Assert.Equal("policies/c.rbac.json", current.Value.FindRole("lead")!.Location.File);
        }

        var forged = await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken);
        forged.AsSpan().Replace((byte)'v', (byte)'w');
        await File.WriteAllBytesAsync(copy, forged, TestContext.Current.CancellationToken);
        Assert.Contains("CKS107", (await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync(Configure))).Message);

        void Configure(CksRbacBuilder rbac) => rbac.AddPolicyFiles("policies/*.rbac.json").KeepLastKnownGood(copy, new Secret<byte[]>(new byte[32]));
    }

    [Fact]
    public async Task A_copy_of_a_single_file_is_not_one_of_several()
    {
        var copy = Path.Combine(_folder.Root, "policy.cks");
        _folder.Write("one.rbac.json", Common);
        using (await StartedAsync(b => b.AddPolicyFile("one.rbac.json").KeepLastKnownGood(copy, new Secret<byte[]>(new byte[32]))))
            Directory.Delete(Path.Combine(_folder.Root, "policies"), recursive: true);

        var refused = await Assert.ThrowsAsync<CksConfigurationException>(() => StartedAsync(b => b.AddPolicyFiles("policies/*.rbac.json").KeepLastKnownGood(copy, new Secret<byte[]>(new byte[32]))));

        Assert.Contains("The copy holds no such files.", refused.Message);
    }

    [Fact]
    public void A_bundle_gives_back_what_went_in_and_nothing_else_is_one()
    {
        KeyValuePair<string, ReadOnlyMemory<byte>>[] documents = [new("a b\n1", "5 5\nhello"u8.ToArray()), new("\u00e4", default), new("", new byte[] { 0, 255 })];

        var bundle = DocumentBundle.Write(documents);

        var read = DocumentBundle.Read(bundle)!;
        Assert.Equal(documents.Select(d => (d.Key, Convert.ToHexString(d.Value.Span))), read.Select(d => (d.Key, Convert.ToHexString(d.Value.Span))));
        Assert.Empty(DocumentBundle.Read(default)!);
        foreach (var other in new[] { "{ \"version\": 1 }", "1", "1 ", "1 1", "1 1\n", "1 1\na", "-1 1\na", "01 1\nab", " 1 1\nab", "1  1\nab", "+1 1\nab", "1 99999999999\na", "2147483647 2147483647\na" })
            Assert.Null(DocumentBundle.Read(Encoding.UTF8.GetBytes(other)));
    }

    private async Task<IHost> StartedAsync(Action<CksRbacBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = _folder.Root });
        (configure ?? (b => b.AddPolicyFiles("policies/*.rbac.json")))(builder.Services.AddCksRbac());
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
