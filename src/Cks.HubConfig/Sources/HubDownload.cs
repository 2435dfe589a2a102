using System.Net;
using System.Net.Http.Headers;

namespace Cks.HubConfig;

/// <summary>One document of another machine, as it was last answered, and when to ask again. Safe for one that asks and takes, and many that read.</summary>
internal sealed class HubDownload(string name, Uri address, HttpClient http, HubHttpOptions options)
{
    private State _state = new(null, null, null, 0);
    private State? _taken;

    /// <summary>The role or tenant; empty where there is only one document.</summary>
    public string Name => name;

    /// <summary>The address for findings: a query may hold what is nobody's business.</summary>
    public string Shown { get; } = address.GetLeftPart(UriPartial.Path);

    /// <summary>The document; <see langword="null"/> while there was none, or when it is gone. Another answer is another document only when it is taken.</summary>
    public ReadOnlyMemory<byte>? Document => Volatile.Read(ref _taken)?.Document;

    /// <summary>Whether an answer was taken once.</summary>
    public bool IsTaken => Volatile.Read(ref _taken) is not null;

    /// <summary>Whether the last question was answered: by a document, or by that there is none.</summary>
    public bool IsAnswered => Volatile.Read(ref _state).IsAnswer;

    /// <summary>Whether the last answer is another document than the one taken.</summary>
    public bool IsChanged => Volatile.Read(ref _state).Document is var said && Document is var known && (said is null != known is null || (said is { } s && known is { } k && !s.Span.SequenceEqual(k.Span)));

    /// <summary>Why the last question had no good answer; <see langword="null"/> when it had.</summary>
    public string? Problem => Volatile.Read(ref _state).Problem;

    /// <summary>Makes the last answer the document.</summary>
    public void Take() => Volatile.Write(ref _taken, _state);

    /// <summary>How long to wait until the next question: longer with each one that had no good answer, and never the same for two hosts. Where there is no document to go on with nobody waits longer.</summary>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan Wait(double chance)
    {
        var failures = Document is null ? 0 : Math.Min(Volatile.Read(ref _state).Failures, 30);
        return Math.Min(options.Interval.TotalSeconds * Math.Pow(2, failures), options.LongestBackOff.TotalSeconds) * (0.8 + (0.4 * chance)) is var seconds ? TimeSpan.FromSeconds(seconds) : default;
    }

    /// <summary>Asks. Never throws but for the token: what goes wrong, in a handler of the application as well, is <see cref="Problem"/>.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(options.Timeout);
            Volatile.Write(ref _state, await AnswerAsync(_state, end.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody said that the document has changed or is gone: it stays.
            Volatile.Write(ref _state, _state with { Problem = e is OperationCanceledException ? "no answer in time" : $"no answer ({e.GetType().Name})", Failures = _state.Failures + 1, IsAnswer = false });
        }
    }

    private async Task<State> AnswerAsync(State before, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new("application/json"));
        if (before is { Document: not null, Tag: { } tag })
            request.Headers.IfNoneMatch.Add(tag);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        // A handler of the application may have followed a redirect: what stands there was not asked for (S22).
        if (response.RequestMessage?.RequestUri is { } answered && answered != address)
            return before with { Problem = "the answer is another address's", Failures = before.Failures + 1, IsAnswer = false };
        if (response.StatusCode == HttpStatusCode.NotModified && before.Document is not null)
            return before with { Problem = null, Failures = 0, IsAnswer = true };
        if (response.StatusCode == HttpStatusCode.OK)
            return new(await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false), response.Headers.ETag, null, 0) { IsAnswer = true };
        var problem = $"the answer is {(int)response.StatusCode}";
        // A document that is gone is missing; anything else says nothing about the document.
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone ? new(null, null, problem, before.Failures + 1) { IsAnswer = true } : before with { Problem = problem, Failures = before.Failures + 1, IsAnswer = false };
    }

    // Counted while it is read: what a header says about the length binds nobody. One byte more than a document may have is enough to find it too large.
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var (buffer, length) = (new byte[16 * 1024], 0);
            while (await body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
                if (length > HubFileReader.MostBytes)
                    break;
                if (length == buffer.Length)
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, HubFileReader.MostBytes + 1));
            }

            return buffer.AsMemory(0, length);
        }
    }

    private sealed record State(ReadOnlyMemory<byte>? Document, EntityTagHeaderValue? Tag, string? Problem, int Failures)
    {
        public bool IsAnswer { get; init; }
    }
}
