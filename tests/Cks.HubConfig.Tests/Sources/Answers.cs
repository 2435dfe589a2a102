using System.Net;

namespace Cks.HubConfig.Tests;

/// <summary>A machine that answers as a test says, and remembers what it was asked.</summary>
internal sealed class Answers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(Uri Address, string? Tag)> Asked { get; } = [];

    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = answer;

    public static HttpResponseMessage Of(ReadOnlyMemory<byte> body, string? tag = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ReadOnlyMemoryContent(body) };
        if (tag is not null)
            response.Headers.ETag = new(tag);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Asked)
            Asked.Add((request.RequestUri!, request.Headers.IfNoneMatch.SingleOrDefault()?.Tag));
        return Task.FromResult(Answer(request));
    }
}
