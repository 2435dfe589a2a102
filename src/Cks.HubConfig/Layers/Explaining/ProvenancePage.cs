using System.Text.Json;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>The page of why a value of a hub is what it is.</summary>
internal static class ProvenancePage
{
    public static string Of(ValueProvenance why)
    {
        var page = new HtmlPage(why.Pointer);
        page.Table("Where it comes from", ["Layer", "Counts", "Value", "Place", "Revision", "Operation"], why.Hidden.Prepend(why.Winner).Select(entry => new HtmlRow(
            "", [entry.Layer.ToString(), ReferenceEquals(entry, why.Winner) ? "yes" : "hidden", TextOf(entry.Value), entry.Location.ToString(), entry.Layer.Revision, entry.Operation.ToString().ToLowerInvariant()])));
        return page.ToString();
    }

    private static string TextOf(SourceNode? value)
    {
        if (value is null)
            return "(none)";
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(json);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
