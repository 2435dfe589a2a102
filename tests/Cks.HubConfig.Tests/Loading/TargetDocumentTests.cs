using System.Text;
using System.Text.Json;

namespace Cks.HubConfig.Tests;

public sealed class TargetDocumentTests
{
    [Fact]
    public void Targets_come_back_as_they_were_written()
    {
        var targets = Portal.Targets.AddIcons("home", "briefcase");
        var back = HubTargets.Read("targets.json", Write(targets)).GetOrThrow();
        Assert.Equal(targets.Pages, back.Pages);
        Assert.Equal(targets.DataSources, back.DataSources);
        Assert.Equal(targets.Actions, back.Actions);
        Assert.Equal(targets.Icons.Order(), back.Icons.Order());
        Assert.Equal(targets.ClientSettings.Order(), back.ClientSettings.Order());
        Assert.Equal(Write(targets), Write(back));
    }

    [Theory]
    [InlineData("CKS101", "{")]
    [InlineData("CKS104", "[]")]
    [InlineData("CKS104", """{ "pages": { "/jobs": true } }""")]
    [InlineData("CKS106", """{ "page": {} }""")]
    [InlineData("CKS109", """{ "pages": { "/jobs": "jobs" } }""")]
    [InlineData("CKS109", """{ "pages": { "jobs": "jobs:view" } }""")]
    [InlineData("CKS109", """{ "actions": { "do it": "(none)" } }""")]
    [InlineData("CKS109", """{ "clientSettings": { "a": ["b c"] } }""")]
    public void What_is_no_such_document_is_refused_at_its_place(string code, string text)
    {
        var finding = Assert.Single(HubTargets.Read("targets.json", Encoding.UTF8.GetBytes(text)).Diagnostics);
        Assert.Equal((code, "targets.json"), (finding.Code.Id, finding.Location.File));
    }

    private static byte[] Write(HubTargets targets)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            targets.WriteTo(json);
        return stream.ToArray();
    }
}
