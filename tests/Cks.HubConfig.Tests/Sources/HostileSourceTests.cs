using System.Text;
using Cks.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.HubConfig.Tests;

/// <summary>What somebody writes to break a host, through every source: each is a clear error, and the revision before is served on.</summary>
public sealed class HostileSourceTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var source in new[] { "file", "memory", "http", "store" })
            foreach (var document in Documents.Keys)
                cases.Add(source, document);
        return cases;
    }

    private static readonly Dictionary<string, (Func<byte[]> Utf8, string Code)> Documents = new()
    {
        ["JSON bomb"] = (() => Encoding.UTF8.GetBytes(new string('[', 400_000)), "CKS101"),
        ["many values"] = (() => Encoding.UTF8.GetBytes($"{{\"a\":[{string.Join(',', Enumerable.Repeat("0", 100_000))}]}}"), "CKS103"),
        ["50 MB"] = (() => Encoding.UTF8.GetBytes(new string(' ', 50 * 1024 * 1024) + "{}"), "CKS103"),
        ["duplicate keys"] = (() => Encoding.UTF8.GetBytes("{\"metadata\":{},\"metadata\":{}}"), "CKS102"),
        ["invalid UTF-8"] = (() => [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8], "CKS101"),
        ["byte order mark"] = (() => [0xEF, 0xBB, 0xBF, .. Portal.Contractor], "CKS101"),
        ["NaN"] = (() => Replaced("\"maxItems\": 10", "\"maxItems\": NaN"), "CKS101"),
        ["-0"] = (() => Replaced("\"maxItems\": 10", "\"maxItems\": -0"), "CKS401"),
        ["nothing"] = (() => [], "CKS101"),
        ["half of it"] = (() => Portal.Contractor[..(Portal.Contractor.Length / 2)], "CKS101"),
        ["newer version"] = (() => Encoding.UTF8.GetBytes("{\"schemaVersion\":99}"), "CKS406"),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Hostile_document_is_a_clear_error_and_the_old_revision_is_served(string source, string document)
    {
        var (utf8, code) = Documents[document];
        using var world = new SourceWorld(source);
        var before = (world.Catalog.Documents, Permitted(world.Catalog));
        var finding = await world.WriteAsync(utf8());
        Assert.StartsWith(code, finding.Code.Id, StringComparison.Ordinal);
        Assert.NotEqual("", finding.Message);
        Assert.Same(before.Documents, world.Catalog.Documents);
        Assert.Equal("Contractor Portal", world.Catalog.Current("contractor")!.Value.Metadata.DisplayName);
        Assert.Equal(before.Item2, Permitted(world.Catalog));
    }

    [Fact]
    public void S30_A_large_file_is_not_read_to_its_end()
    {
        using var folder = new TemporaryFolder();
        folder.Write("contractor.v1.json", Portal.Contractor);
        var catalog = Portal.Catalog(folder.Root);
        using (var file = File.OpenWrite(Path.Combine(folder.Root, "contractor.v1.json")))
            file.SetLength(1L << 31);
        var before = GC.GetAllocatedBytesForCurrentThread(); // others run beside it
        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(catalog.TryReload().Diagnostics).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 * 1024);
    }

    [Fact]
    public void S09_Ten_thousand_layers_of_tenants_and_one_that_is_no_name()
    {
        using var folder = new LayerFolder();
        folder.Tenant("acme", """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false } }""");
        var catalog = folder.Catalog();
        var narrow = LayerFolder.Permitted(catalog, "acme");
        foreach (var name in (string[])["Acme", "a_b", "..", "a..b", ".hidden", "ümlaut", new string('a', 65)])
        {
            folder.Tenant(name, "{}");
            Assert.Equal("CKS203", Assert.Single(catalog.TryReload().Diagnostics).Code.Id);
            folder.Delete($"tenants/{name}.json");
        }

        Assert.Equal(narrow, LayerFolder.Permitted(catalog, "acme"));
        foreach (var tenant in (string[])["../acme", "..", "a_b", "/etc/passwd", "acme\0", "ACME"])
            Assert.Equal(TenantLayerState.NoLayer, catalog.Current("contractor", tenant)!.State);
        var layers = HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Portal.Contractor }, new() { Base = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)"{\"schemaVersion\":2}"u8.ToArray(), 10_000)] });
        Assert.Equal("CKS428", Assert.Single(HubRevisionReader.Read("hubs", layers, Portal.Targets, Portal.Policy).Diagnostics).Code.Id);
        // As sources that are put together.
        var sources = folder.Sources with { Environment = [.. Enumerable.Repeat(HubSource.Memory("environment", () => "{\"schemaVersion\":2}"u8.ToArray()), 10_000)] };
        Assert.Equal("CKS428", Assert.Single(Assert.Throws<CksConfigurationException>(() => new HubCatalog(sources, null, Portal.Targets, folder.Policies, null)).Diagnostics).Code.Id);
    }

    [Theory]
    [InlineData("../acme")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a_b")]
    [InlineData("Acme")]
    [InlineData("")]
    public void S22_A_name_that_is_a_path_names_nobody_in_any_source(string name)
    {
        var none = new Dictionary<string, ReadOnlyMemory<byte>> { [name] = "{}"u8.ToArray() };
        using var folder = new LayerFolder();
        var memory = Assert.Throws<CksConfigurationException>(() => new HubCatalog(folder.Sources with { Tenants = [HubSource.Memory(none)] }, null, Portal.Targets, folder.Policies, null));
        Assert.Equal(CksCodes.InvalidName, Assert.Single(memory.Diagnostics).Code);
        Assert.Equal(CksCodes.InvalidSetting, Assert.Single(Assert.Throws<CksConfigurationException>(() => HubSource.Http("https://config.example/{tenant}.json", [name])).Diagnostics).Code);
        Assert.Throws<ArgumentException>(() => HubRevision.Of(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Portal.Contractor }, new() { Tenants = none }));
        Assert.Throws<CksConfigurationException>(() => new ServiceCollection().AddCksHubConfig().AddTenants("tenants/{tenant}.json", name));
    }

    private static byte[] Replaced(string from, string to) =>
        Encoding.UTF8.GetString(Portal.Contractor) is var text && text.Contains(from, StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)) : throw new InvalidOperationException(from);

    private static string[] Permitted(HubCatalog catalog) => LayerFolder.Permitted(catalog, "main");
}
