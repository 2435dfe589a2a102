using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cks.Rbac.AuthZen;

/// <summary>What the decision point offers and where, by its configured address alone: the host of a request is whatever its sender wrote.</summary>
internal sealed class DiscoveryEndpoint(Uri publicUrl)
{
    private readonly byte[] _document = Write(AuthZenRoutes.Identifier(publicUrl));

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = _document.Length;
        await context.Response.Body.WriteAsync(_document, context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Write(string identifier)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("policy_decision_point", identifier);
            json.WriteString("access_evaluation_endpoint", identifier + AuthZenRoutes.Evaluation);
            json.WriteString("access_evaluations_endpoint", identifier + AuthZenRoutes.Evaluations);
            json.WriteString("search_subject_endpoint", identifier + AuthZenRoutes.SearchSubject);
            json.WriteString("search_resource_endpoint", identifier + AuthZenRoutes.SearchResource);
            json.WriteString("search_action_endpoint", identifier + AuthZenRoutes.SearchAction);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
