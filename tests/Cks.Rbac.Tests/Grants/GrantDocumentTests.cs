using System.Text;
using Cks.Rbac.Tests.Policies;

namespace Cks.Rbac.Tests.Grants;

public sealed class GrantDocumentTests
{
    private const string One = """{ "id": "g", "kind": "role", "issuer": "i", "subject": "s", "tenant": "main", "role": "crew", "reason": "r" }""";

    private static string[] Codes(string json) => [.. GrantDocument.Read("grants.json", Encoding.UTF8.GetBytes(json)).Diagnostics.Select(d => $"{d.Code.Id} {d.Location.Pointer}")];

    private static string[] Check(params string[] grants)
    {
        var json = $$"""{ "version": 1, "grants": [{{string.Join(',', grants)}}] }""";
        var document = GrantDocument.Read("grants.json", Encoding.UTF8.GetBytes(json)).GetOrThrow();
        return [.. document.CheckAgainst(PolicyText.Read(GrantWorld.Json).GetOrThrow(), GrantWorld.Noon).Select(d => $"{d.Code.Id} {d.Location.Pointer}")];
    }

    private static string Of(string kind, string rest, string id = "g") => $$"""{ "id": "{{id}}", "kind": "{{kind}}", "issuer": "i", "subject": "s", "tenant": "main", "reason": "r", {{rest}} }""";

    [Theory]
    [InlineData("CKS108 ", "{}")]
    [InlineData("CKS108 /version", """{ "version": 2 }""")]
    [InlineData("CKS106 /grant", """{ "version": 1, "grant": [] }""")]
    [InlineData("CKS104 /grants", """{ "version": 1, "grants": {} }""")]
    [InlineData("CKS102 /grants/1/id", $$"""{ "version": 1, "grants": [{{One}}, {{One}}] }""")]
    [InlineData("CKS105 /history/0", """{ "version": 1, "history": [{ "action": "granted", "by": { "issuer": "i", "subject": "s" }, "tenant": "main", "reason": "", "policyVersion": "" }] }""")]
    public void A_document_that_is_none_is_refused_with_its_place(string expected, string json) => Assert.Equal([expected], Codes(json));

    [Theory]
    [InlineData("CKS104 /grants/0/kind", """ "kind": "rolle", "role": "crew" """)]
    [InlineData("CKS105 /grants/0", """ "kind": "role" """)]
    [InlineData("CKS106 /grants/0/capability", """ "kind": "role", "role": "crew", "capability": "orders:view" """)]
    [InlineData("CKS106 /grants/0/when", """ "kind": "role", "role": "crew", "when": {} """)]
    [InlineData("CKS104 /grants/0/until", """ "kind": "role", "role": "crew", "until": "2026-12-01" """)]
    [InlineData("CKS104 /grants/0/until", """ "kind": "role", "role": "crew", "from": "2026-12-01T00:00:00Z", "until": "2026-12-01T00:00:00Z" """)]
    [InlineData("CKS105 /grants/0", """ "kind": "breakGlass" """)]
    public void A_grant_that_is_none_is_refused_with_its_place(string expected, string rest) =>
        Assert.Equal([expected], Codes($$"""{ "version": 1, "grants": [{ "id": "g", "issuer": "i", "subject": "s", "tenant": "main", "reason": "r", {{rest}} }] }"""));

    [Fact]
    public void What_does_not_fit_the_policy_is_found_with_its_place()
    {
        Assert.Empty(Check(Of("role", "\"role\": \"crew\""), Of("permit", """ "capability": "orders:view", "when": { "status": "open", "creator": "$code" }, "fields": { "read": ["code"] } """, "h")));
        Assert.Equal(["CKS201 /grants/0/role"], Check(Of("role", "\"role\": \"crw\"")));
        Assert.Equal(["CKS204 /grants/0/capability"], Check(Of("deny", "\"capability\": \"orders:vew\"")));
        Assert.Equal(["CKS205 /grants/0/fields/write/1"], Check(Of("permit", """ "capability": "orders:view", "fields": { "write": ["code", "cost"] } """)));
        Assert.Equal(["CKS208 /grants/0/when/statsu"], Check(Of("permit", """ "capability": "orders:view", "when": { "statsu": "open" } """)));
        Assert.Equal(["CKS221 /grants/0/until"], Check(Of("role", """ "role": "crew", "until": "2026-12-01T12:00:00Z" """)));
        Assert.Empty(Check(Of("role", """ "role": "crew", "until": "2026-12-01T12:00:00.0000001Z" """)));
        Assert.Equal(["CKS222 /grants/1/role"], Check(Of("role", "\"role\": \"trainee\""), Of("role", "\"role\": \"auditor\"", "h")));
    }
}
