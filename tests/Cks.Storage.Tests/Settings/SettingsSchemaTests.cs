using System.Text;
using Cks.Core;

namespace Cks.Storage.Tests;

public sealed class SettingsSchemaTests
{
    [Theory]
    [InlineData("ConnectionStrings", "Main")]
    [InlineData("connectionstrings", "main")]
    [InlineData("Cks", "Anything")]
    [InlineData("Authentication", "Schemes")]
    [InlineData("Kestrel", "Limits")]
    [InlineData("Logging", "LogLevel")]
    [InlineData("AllowedHosts", "")]
    [InlineData("ENVIRONMENT", "")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "")]
    [InlineData("DOTNET_gcServer", "")]
    [InlineData("ForwardedHeaders_Enabled", "")]
    [InlineData("Portal", "Issuer")]
    [InlineData("Portal", "TokenLifetime")]
    [InlineData("Portal", "Enforcement")]
    [InlineData("Portal", "enforce_rules")]
    [InlineData("Portal", "AuditSink")]
    [InlineData("Portal", "KnownProxies")]
    [InlineData("Portal", "HTTPProxy")]
    [InlineData("Portal", "DbPassword")]
    [InlineData("Portal", "dbpassword")]
    [InlineData("Portal", "ApiKey")]
    [InlineData("Portal", "APIKEY")]
    [InlineData("Portal", "webhook-secret")]
    [InlineData("Portal", "ShadowUntil")]
    [InlineData("Portal", "ReadConnectionString")]
    [InlineData("Portal", "PepperVersion")]
    [InlineData("Portal", "issuerurl")]
    [InlineData("Portal", "TRUSTEDISSUERS")]
    [InlineData("portalaudit", "Level")]
    public void S16_no_schema_gives_the_store_a_key_of_trust(string section, string name)
    {
        var result = SettingsSchema.Read("s.json", Marked(section, name));
        Assert.False(result.IsLoaded);
        Assert.Equal(CksCodes.RuntimeKey, Assert.Single(result.Diagnostics).Code);
    }

    [Theory]
    [InlineData("Portal", "PageSize")]
    [InlineData("Portal", "Keyboard")]
    [InlineData("Portal", "Author")]
    [InlineData("Features", "Monkeys")]
    [InlineData("Urlsafe", "Tokenizer")]
    public void Other_names_may_be_marked(string section, string name) =>
        Assert.True(SettingsSchema.Read("s.json", Marked(section, name)).IsLoaded);

    [Theory]
    [InlineData("""{"properties":{"A":{"type":"string"}}}""")]
    [InlineData("""{"properties":{"A":{"runtime":true}}}""")]
    [InlineData("""{"properties":{"A":{"type":"array","runtime":true}}}""")]
    [InlineData("""{"properties":{"A":{"type":["string","null"],"runtime":true}}}""")]
    [InlineData("""{"properties":{"A":{"type":"string","runtime":true},"a":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"properties":{"A:B":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"properties":{"A__B":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"properties":{"":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"type":"string","runtime":true}""")]
    [InlineData("""{"properties":{"A":{"type":"string","runtime":"true"}}}""")]
    [InlineData("""{"properties":{"A":{"type":"string","runtime":true,"sensitive":"true"}}}""")]
    [InlineData("""{"properties":{"A":{"sensitive":1,"properties":{"B":{"type":"string","runtime":true}}}}}""")]
    public void A_schema_that_marks_nothing_or_something_else_is_none(string schema)
    {
        var result = SettingsSchema.Read("s.json", Encoding.UTF8.GetBytes(schema));
        Assert.False(result.IsLoaded);
        Assert.All(result.Diagnostics, d => Assert.Equal(CksCodes.RuntimeKey, d.Code));
    }

    [Theory]
    [InlineData("""{"Portal":{"Name":"x"}}""")]
    [InlineData("""{"portal":{"PageSize":20}}""")]
    [InlineData("""{"Portal":{"pageSize":20}}""")]
    [InlineData("""{"Portal:PageSize":20}""")]
    [InlineData("""{"Portal":{"List:Ratio":1}}""")]
    [InlineData("""{"Portal":{"List":{}, "Other":1}}""")]
    [InlineData("""{"":{"PageSize":20}}""")]
    [InlineData("""{"Portal":{"":1}}""")]
    [InlineData("""{"Cks":{"Auth":{"Authority":"https://evil.example"}}}""")]
    public void S16_a_revision_with_any_other_key_is_refused(string document)
    {
        var result = Schema().ReadSettings("settings", Encoding.UTF8.GetBytes(document));
        Assert.False(result.IsLoaded);
        Assert.Contains(result.Diagnostics, d => d.Code == CksCodes.RuntimeKey);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{\"Portal\":{\"PageSize\":null}}")]
    [InlineData("{\"Portal\":{\"PageSize\":[1]}}")]
    [InlineData("{\"Portal\":{\"PageSize\":\"20\"}}")]
    [InlineData("{\"Portal\":{\"PageSize\":1e999}}")]
    [InlineData("{\"Portal\":{\"PageSize\":20,\"PageSize\":20}}")]
    [InlineData("{\"Portal\":20}")]
    [InlineData("{\"Portal\":{\"PageSize\":{\"x\":1}}}")]
    public void What_does_not_fit_is_refused(string document) => Assert.False(Schema().ReadSettings("settings", Encoding.UTF8.GetBytes(document)).IsLoaded);

    [Fact]
    public void S16_what_is_sensitive_in_a_section_is_so_in_all_of_it()
    {
        var schema = SettingsSchema.Read(
            "s.json", """{"properties":{"A":{"sensitive":true,"properties":{"B":{"properties":{"C":{"type":"string","runtime":true,"sensitive":false}}}}},"D":{"type":"string","runtime":true}}}"""u8.ToArray()).GetOrThrow();
        Assert.Equal([("A:B:C", true), ("D", false)], schema.Keys.Select(k => (k.Path, k.IsSensitive)).Order());
    }

    [Fact]
    public void S30_a_document_of_many_keys_is_read_in_its_budget()
    {
        var document = Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\":1")) + "}");
        var result = Schema().ReadSettings("settings", document);
        Assert.False(result.IsLoaded);
        Assert.True(result.Diagnostics.Count <= DiagnosticBag.DefaultLimit + 1);
    }

    private static byte[] Marked(string section, string name)
    {
        const string Leaf = """{"type":"string","runtime":true}""";
        var schema = name.Length == 0 ? Leaf : $$$"""{"properties":{"{{{name}}}":{{{Leaf}}}}}""";
        return Encoding.UTF8.GetBytes($$$"""{"properties":{"{{{section}}}":{{{schema}}}}}""");
    }

    private static SettingsSchema Schema() => SettingsSchema.Read("schema", Encoding.UTF8.GetBytes(SettingsFolder.Schema)).GetOrThrow();
}
