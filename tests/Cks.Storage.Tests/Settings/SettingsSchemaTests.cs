using System.Text;
using Cks.Core;

namespace Cks.Storage.Tests;

public sealed class SettingsSchemaTests
{
    // Words by what they are about; each is tried in every spelling, as a section and as the last part of a key.
    private static readonly string[] OfTrust =
    [
        "authentication", "authorization", "auth mode", "jwt issuer", "issuer url", "trusted issuers", "issuer", "audience", "authority", "jwks uri", "token lifetime", "access token", "token", "bearer", "login url", "require mfa", "oidc",
        "identity", "identity server", "saml", "ldap server", "azure ad", "tenant id", "open id", "key cloak", "auth", "admin networks", "admin", "permissions", "sso",
        "enforcement mode", "enforcement", "enforce rules", "enforcing", "shadow until", "detailed errors", "development mode", "environment", "environments", "env", "env name", "app env", "my env name",
        "audit enabled", "audit sink", "portal audit", "proxies", "known proxies", "http proxy", "forwarded headers", "known networks", "cors origins", "allowed origins", "cors", "allowed hosts", "allowed ips", "tls mode", "hsts",
        "connection", "default connection", "connection strings", "read connection string", "database", "data source", "db", "db name", "app db", "db host", "host", "server", "dsn", "redis", "mongo url", "postgres url", "smtp server",
        "password", "db password", "passwd", "pwd", "pass phrase", "pepper version", "salt", "api key", "api keys", "my jwt key", "key", "sort key", "private key", "webhook secret", "secret", "credentials", "cert", "cert path", "certificate",
        "pem file", "pfx", "hmac", "aes", "key vault",
    ];

    public static TheoryData<string> NamesOfTrust() => [.. OfTrust];

    [Theory]
    [MemberData(nameof(NamesOfTrust))]
    public void S16_no_schema_gives_the_store_a_name_of_trust_in_any_spelling(string name)
    {
        foreach (var spelling in Spellings(name))
            foreach (var (section, last) in new[] { (spelling, "Value"), ("Portal", spelling), (spelling, "") })
                Refuses(section, last);
    }

    [Theory]
    [InlineData("ConnectionStrings", "Main")]
    [InlineData("connectionstrings", "main")]
    [InlineData("Cks", "Anything")]
    [InlineData("CKS", "anything")]
    [InlineData("Kestrel", "Limits")]
    [InlineData("Logging", "LogLevel")]
    [InlineData("AzureAd", "Instance")]
    [InlineData("Redis", "Configuration")]
    [InlineData("Database", "Name")]
    [InlineData("AllowedHosts", "")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "")]
    [InlineData("DOTNET_gcServer", "")]
    [InlineData("ForwardedHeaders_Enabled", "")]
    [InlineData("Portal", "0")]
    [InlineData("Portal", "12")]
    [InlineData("0", "")]
    public void S16_no_schema_gives_the_store_a_section_of_hosts_or_an_item_of_a_list(string section, string name) => Refuses(section, name);

    [Theory]
    [InlineData("page size")]
    [InlineData("keyboard")]
    [InlineData("author")]
    [InlineData("author name")]
    [InlineData("monkeys")]
    [InlineData("tokenizer")]
    [InlineData("banner")]
    [InlineData("is open")]
    [InlineData("ratio")]
    [InlineData("list ratio")]
    [InlineData("opening hours")]
    [InlineData("feedback")]
    [InlineData("new features")]
    [InlineData("crew limit")]
    [InlineData("theme2")]
    public void Other_names_may_be_marked_in_any_spelling(string name)
    {
        foreach (var spelling in Spellings(name))
            Assert.True(SettingsSchema.Read("s.json", Marked("Portal", spelling)).IsLoaded, spelling);
    }

    [Theory]
    [InlineData("OpenVacancies")]
    [InlineData("RecordsNumber")]
    [InlineData("open_vacancies")]
    public void A_boundary_between_words_parts_what_would_be_another_word(string name)
    {
        Assert.True(SettingsSchema.Read("s.json", Marked("Portal", name)).IsLoaded);
        Refuses("Portal", name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant());
    }

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
    [InlineData("""{"properties":{"A":{"type":"string","sensitive":true},"B":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"properties":{"A":{"type":"string","sensitive":true,"runtime":false},"B":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"properties":{"A":{"sensitive":true,"properties":{"C":{"type":"string"}}},"B":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"properties":{"B":{"type":"string","runtime":true,"allOf":[{"sensitive":true}]}}}""")]
    [InlineData("""{"properties":{"B":{"type":"string","runtime":true,"$ref":"#/$defs/b"}},"$defs":{"b":{"sensitive":true}}}""")]
    [InlineData("""{"properties":{"B":{"type":"string","runtime":true}},"patternProperties":{"^C":{"type":"string","runtime":true}}}""")]
    [InlineData("""{"properties":{"B":{"type":"string","runtime":true}},"if":{"properties":{"B":{"sensitive":true}}}}""")]
    [InlineData("""{"properties":{"A":{"type":"integer","runtime":true}}}""")]
    [InlineData("""{"properties":{"A":{"type":"integer","minimum":1,"runtime":true}}}""")]
    [InlineData("""{"properties":{"A":{"type":"integer","exclusiveMaximum":9,"runtime":true}}}""")]
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
    [InlineData("{\"Portal\":{\"List\":{\"Ratio\":1e-40}}}")]
    [InlineData("{\"Portal\":{\"List\":{\"Ratio\":1.5e-28}}}")]
    [InlineData("{\"Portal\":{\"PageSize\":20,\"PageSize\":20}}")]
    [InlineData("{\"Portal\":20}")]
    [InlineData("{\"Portal\":{\"PageSize\":{\"x\":1}}}")]
    public void What_does_not_fit_is_refused(string document) => Assert.False(Schema().ReadSettings("settings", Encoding.UTF8.GetBytes(document)).IsLoaded);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("5e1", "50")]
    [InlineData("0.10", "0.10")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("123456789012345678901234567890123456789e-15", "123456789012345678901234.56789")]
    public void A_number_is_written_as_a_binder_reads_it(string number, string text) =>
        Assert.StartsWith(text, Schema().ReadSettings("settings", Encoding.UTF8.GetBytes("{\"Portal\":{\"List\":{\"Ratio\":" + number + "}}}")).GetOrThrow().Values["Portal:List:Ratio"].TrimStart('-'), StringComparison.Ordinal);

    [Fact]
    public void S16_what_is_sensitive_in_a_section_is_so_in_all_of_it()
    {
        var schema = SettingsSchema.Read(
            "s.json", """{"properties":{"A":{"sensitive":true,"properties":{"B":{"properties":{"C":{"type":"string","runtime":true,"sensitive":false}}}}},"D":{"type":"string","runtime":true}}}"""u8.ToArray()).GetOrThrow();
        Assert.Equal([("A:B:C", true), ("D", false)], schema.Keys.Select(k => (k.Path, k.IsSensitive)).Order());
    }

    [Fact]
    public void Words_that_are_no_marks_are_none() => Assert.True(SettingsSchema.Read(
        "s.json",
        """{"properties":{"A":{"type":"string","runtime":true},"sensitive":{"type":"string"},"runtime":{"type":"string","runtime":true}},"default":{"sensitive":true},"examples":[{"runtime":true}]}"""u8.ToArray()).IsLoaded);

    [Fact]
    public void S30_a_document_of_many_keys_is_read_in_its_budget()
    {
        var document = Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"k{i}\":1")) + "}");
        var result = Schema().ReadSettings("settings", document);
        Assert.False(result.IsLoaded);
        Assert.True(result.Diagnostics.Count <= DiagnosticBag.DefaultLimit + 1);
    }

    private static IEnumerable<string> Spellings(string words)
    {
        var parts = words.Split(' ');
        string[] capitals = [.. parts.Select(p => char.ToUpperInvariant(p[0]) + p[1..])];
        var (pascal, joined) = (string.Concat(capitals), string.Concat(parts));
        return
        [
            pascal, parts[0] + string.Concat(capitals.Skip(1)), joined, joined.ToUpperInvariant(), char.ToUpperInvariant(joined[0]) + joined[1..], string.Join('_', parts), string.Join('-', parts), string.Join('.', capitals),
            string.Join('_', parts).ToUpperInvariant(), string.Join(' ', parts), pascal + "2", "My" + pascal, "my_" + string.Join('_', parts), pascal + "Value", parts[0] + "_" + string.Concat(capitals.Skip(1)),
        ];
    }

    private static void Refuses(string section, string name)
    {
        var result = SettingsSchema.Read("s.json", Marked(section, name));
        Assert.False(result.IsLoaded, $"{section}:{name}");
        Assert.All(result.Diagnostics, d => Assert.Equal(CksCodes.RuntimeKey, d.Code));
    }

    private static byte[] Marked(string section, string name)
    {
        const string Leaf = """{"type":"string","runtime":true}""";
        var schema = name.Length == 0 ? Leaf : $$$"""{"properties":{"{{{name}}}":{{{Leaf}}}}}""";
        return Encoding.UTF8.GetBytes($$$"""{"properties":{"{{{section}}}":{{{schema}}}}}""");
    }

    private static SettingsSchema Schema() => SettingsSchema.Read("schema", Encoding.UTF8.GetBytes(SettingsFolder.Schema)).GetOrThrow();
}
