using System.Text.Json;

namespace Cks.Core.Tests;

/// <summary>The members that SARIF 2.1.0 requires (OASIS, sections 3.13 to 3.55), and those that carry what a finding knows.</summary>
public sealed class DiagnosticSarifTests
{
    private static readonly Diagnostic Slip = new(CksCodes.UnknownProperty, new("policies/my app.rbac.json", 4, 27, "/roles/trainee/denny"), "\"denny\" is not known here.", "Did you mean \"deny\"?") { Length = 7, Suggestion = "deny" };

    private static readonly Diagnostic Whole = new(CksCodes.AllFields, SourceLocation.Whole("b.json"), "Every field is listed.", "");

    [Fact]
    public void A_log_has_what_the_standard_requires()
    {
        var log = Write([Slip, Whole]);
        var run = log.GetProperty("runs").EnumerateArray().Single();
        var driver = run.GetProperty("tool").GetProperty("driver");

        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.EndsWith("sarif-2.1.0.json", log.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        Assert.Equal(("cks", "1.2.3"), (driver.GetProperty("name").GetString(), driver.GetProperty("version").GetString()));
        Assert.Equal("utf16CodeUnits", run.GetProperty("columnKind").GetString());
        Assert.True(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal(["CKS106", "CKS207"], driver.GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
        Assert.All(driver.GetProperty("rules").EnumerateArray(), rule =>
        {
            Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
            Assert.NotEmpty(rule.GetProperty("help").GetProperty("text").GetString()!);
            Assert.Contains(rule.GetProperty("defaultConfiguration").GetProperty("level").GetString(), new[] { "error", "warning", "note" });
        });
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
        {
            var rule = driver.GetProperty("rules")[result.GetProperty("ruleIndex").GetInt32()];
            Assert.Equal(rule.GetProperty("id").GetString(), result.GetProperty("ruleId").GetString());
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            Assert.Single(result.GetProperty("locations").EnumerateArray());
        });
    }

    [Fact]
    public void A_place_is_a_region_of_a_relative_file_with_the_pointer_beside_it()
    {
        var result = Results([Slip])[0];
        var physical = result.GetProperty("locations")[0].GetProperty("physicalLocation");

        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal("policies/my%20app.rbac.json", physical.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("SRCROOT", physical.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
        Assert.Equal("""{"startLine":4,"startColumn":27,"endColumn":34}""", physical.GetProperty("region").GetRawText());
        Assert.Equal("/roles/trainee/denny", result.GetProperty("locations")[0].GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString());
        Assert.Equal("\"denny\" is not known here. Did you mean \"deny\"?", result.GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public void A_finding_about_a_whole_document_has_no_region()
    {
        var result = Results([Whole])[0];

        Assert.Equal("warning", result.GetProperty("level").GetString());
        Assert.False(result.GetProperty("locations")[0].GetProperty("physicalLocation").TryGetProperty("region", out _));
        Assert.False(result.GetProperty("locations")[0].TryGetProperty("logicalLocations", out _));
        Assert.False(result.TryGetProperty("fixes", out _));
    }

    [Fact]
    public void A_name_that_was_meant_is_a_fix_where_its_text_is_known()
    {
        var fix = Results([Slip])[0].GetProperty("fixes")[0];
        var change = fix.GetProperty("artifactChanges")[0];

        Assert.Equal("Did you mean \"deny\"?", fix.GetProperty("description").GetProperty("text").GetString());
        Assert.Equal("policies/my%20app.rbac.json", change.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal("""{"startLine":4,"startColumn":27,"endColumn":34}""", change.GetProperty("replacements")[0].GetProperty("deletedRegion").GetRawText());
        Assert.Equal("\"deny\"", change.GetProperty("replacements")[0].GetProperty("insertedContent").GetProperty("text").GetString());
        Assert.False(Results([Slip with { Length = 0 }])[0].TryGetProperty("fixes", out _));
    }

    [Fact]
    public void A_fix_stays_a_text_of_JSON_whatever_the_name_holds()
    {
        var inserted = Results([Slip with { Suggestion = "a\"b\\c\n" }])[0].GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0].GetProperty("insertedContent").GetProperty("text").GetString()!;

        Assert.Equal("a\"b\\c\n", JsonDocument.Parse(inserted).RootElement.GetString());
    }

    [Fact]
    public void A_literal_of_JSON_is_put_in_without_quotes()
    {
        var finding = Assert.Single(Json.Read("[tru]").Findings);

        Assert.Equal("true", Results([finding])[0].GetProperty("fixes")[0].GetProperty("artifactChanges")[0].GetProperty("replacements")[0].GetProperty("insertedContent").GetProperty("text").GetString());
    }

    [Fact]
    public void A_run_without_findings_is_a_log_with_none_and_with_its_notices()
    {
        var log = Write([], [(DiagnosticSeverity.Warning, "The SDK is old.")]);
        var run = log.GetProperty("runs")[0];

        Assert.Empty(run.GetProperty("results").EnumerateArray());
        var notice = run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications")[0];
        Assert.Equal(("warning", "The SDK is old."), (notice.GetProperty("level").GetString(), notice.GetProperty("message").GetProperty("text").GetString()));
    }

    [Fact]
    public void As_JSON_a_finding_has_all_that_it_knows()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            DiagnosticJson.Write(json, [Slip, Whole]);
        var written = JsonDocument.Parse(stream.ToArray()).RootElement;

        Assert.Equal(
            ["code=CKS106", "severity=error", "file=policies/my app.rbac.json", "line=4", "column=27", "length=7", "pointer=/roles/trainee/denny", "message=\"denny\" is not known here.", "fix=Did you mean \"deny\"?", "suggestion=deny"],
            written[0].EnumerateObject().Select(m => $"{m.Name}={m.Value}"));
        Assert.Equal(JsonValueKind.Null, written[1].GetProperty("suggestion").ValueKind);
        Assert.Equal("warning", written[1].GetProperty("severity").GetString());
    }

    private static JsonElement Results(Diagnostic[] findings) => Write(findings).GetProperty("runs")[0].GetProperty("results");

    private static JsonElement Write(Diagnostic[] findings, (DiagnosticSeverity, string)[]? notices = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            DiagnosticSarif.Write(json, findings, "cks", "1.2.3", notices: notices);
        return JsonDocument.Parse(stream.ToArray()).RootElement.Clone();
    }
}
