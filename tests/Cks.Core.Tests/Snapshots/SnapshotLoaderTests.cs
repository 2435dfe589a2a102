using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Core.Tests;

public sealed class SnapshotLoaderTests : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly string _folder = Directory.CreateTempSubdirectory("cks-loader-").FullName;
    private readonly FakeTimeProvider _clock = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingSink _sink = new();

    private string Document => Path.Combine(_folder, "document");

    private string CopyPath => Path.Combine(_folder, "document.cks");

    [Fact]
    public void Documents_are_loaded_from_a_file_and_again()
    {
        File.WriteAllText(Document, "one");
        var loader = SnapshotLoader<string>.Start(SnapshotSource<string>.File("document", _folder, Documents.Read));
        File.WriteAllText(Document, "two");
        Assert.Equal("one", loader.Store.Current.Value);
        Assert.True(loader.Reload(new(SnapshotOrigin.Bus)).IsActivated);
        Assert.Equal(("two", 2, SnapshotOrigin.Bus), (loader.Store.Current.Value, loader.Store.Current.Version.Sequence, loader.Store.Current.Provenance.Origin));
        Assert.False(File.Exists(CopyPath));
    }

    [Fact]
    public void The_same_bytes_again_are_no_new_revision_but_the_copy_is_young_again()
    {
        File.WriteAllText(Document, "one");
        var loader = Start();
        var current = loader.Store.Current;
        _clock.Advance(TimeSpan.FromDays(6));
        Assert.Same(current, loader.Reload().GetOrThrow());
        Assert.Equal((1, 1), (loader.Store.Revisions.Count, Copy().Read().Sequence));
        _clock.Advance(TimeSpan.FromDays(6));
        Assert.True(Copy().Read().IsRead);
    }

    [Fact]
    public void What_is_refused_at_the_source_is_told_until_the_source_is_good_again()
    {
        File.WriteAllText(Document, "one");
        var loader = Start();
        Assert.Equal(_clock.GetUtcNow(), loader.Store.SourceGoodAt);
        loader.Store.Activate("two");
        _clock.Advance(TimeSpan.FromMinutes(1));
        File.WriteAllText(Document, "bad");
        loader.Reload();
        loader.Store.RollBack(1, "ann", "test");
        Assert.True(loader.Store.LastRefusal!.At > loader.Store.SourceGoodAt);
        _clock.Advance(TimeSpan.FromMinutes(1));
        File.WriteAllText(Document, "one");
        loader.Reload();
        Assert.False(loader.Store.LastRefusal!.At > loader.Store.SourceGoodAt);
    }

    [Fact]
    public void S26_a_source_that_is_back_takes_the_place_of_the_copy_even_with_the_same_bytes()
    {
        File.WriteAllText(Document, "one");
        Start();
        File.Delete(Document);
        var loader = Start();
        Assert.Null(loader.Store.SourceGoodAt);
        File.WriteAllText(Document, "one");
        loader.Reload();
        Assert.Equal((SnapshotOrigin.Documents, 3), (loader.Store.Current.Provenance.Origin, loader.Store.Current.Version.Sequence));
    }

    [Fact]
    public void A_broken_or_vanished_document_is_a_refusal_and_the_one_in_use_stays()
    {
        File.WriteAllText(Document, "one");
        var loader = Start();
        File.WriteAllText(Document, "bad");
        Assert.Equal(SnapshotRefusalReason.Document, loader.Reload().Reason);
        File.Delete(Document);
        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(loader.Reload().Diagnostics).Code);
        Assert.Equal("one", loader.Store.Current.Value);
        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(loader.Store.LastRefusal!.Diagnostics).Code);
    }

    [Fact]
    public void A_source_that_fails_leaves_the_revision_in_use_and_the_exception_to_the_caller()
    {
        var broken = false;
        var loader = SnapshotLoader<string>.Start(new(() => broken ? throw new IOException("gone") : Documents.Candidate("one"), Documents.Read));
        broken = true;
        Assert.Throws<IOException>(() => loader.Reload());
        Assert.Equal("one", loader.Store.Current.Value);
    }

    [Fact]
    public void S26_a_start_without_the_source_uses_the_copy_and_says_so()
    {
        File.WriteAllText(Document, "one");
        Start();
        File.Delete(Document);

        var current = Start().Store.Current;

        Assert.Equal(("one", 2, SnapshotOrigin.LastKnownGood), (current.Value, current.Version.Sequence, current.Provenance.Origin));
        Assert.Equal(1, current.Provenance.Restores);
        Assert.Equal([SecurityEventKinds.LastKnownGoodUsed], _sink.Kinds);
    }

    [Fact]
    public void S26_a_start_whose_source_is_down_uses_the_copy()
    {
        SnapshotLoader<string>.Start(new(() => Documents.Candidate("one"), Documents.Read), Copy(), events: _sink.AsEvents(), clock: _clock);
        var loader = SnapshotLoader<string>.Start(new(() => throw new IOException("down"), Documents.Read), Copy(), events: _sink.AsEvents(), clock: _clock);
        Assert.Equal("one", loader.Store.Current.Value);
    }

    [Fact]
    public void S26_a_start_whose_source_does_not_answer_in_time_uses_the_copy()
    {
        SnapshotLoader<string>.Start(new(() => Documents.Candidate("one"), Documents.Read), Copy(), events: _sink.AsEvents(), clock: _clock);
        // What an HttpClient throws when its time is over.
        var loader = SnapshotLoader<string>.Start(new(() => throw new TaskCanceledException("late", new TimeoutException()), Documents.Read), Copy(), events: _sink.AsEvents(), clock: _clock);
        Assert.Equal("one", loader.Store.Current.Value);
    }

    [Fact]
    public void S26_a_broken_document_is_not_passed_over_for_the_copy()
    {
        File.WriteAllText(Document, "one");
        Start();
        File.WriteAllText(Document, "bad");
        Assert.Equal(CksCodes.NotJson, Assert.Single(Assert.Throws<CksConfigurationException>(() => Start()).Diagnostics).Code);
    }

    [Fact]
    public void S26_a_reader_that_throws_is_not_passed_over_for_the_copy()
    {
        File.WriteAllText(Document, "one");
        Start();
        File.WriteAllText(Document, "two");
        var source = SnapshotSource<string>.File(Document, null, (file, utf8) => utf8.Span.SequenceEqual("two"u8) ? throw new FormatException() : Documents.Read(file, utf8));

        Assert.Throws<FormatException>(() => SnapshotLoader<string>.Start(source, Copy(), events: _sink.AsEvents(), clock: _clock));
    }

    [Fact]
    public void S26_without_source_and_without_a_good_copy_the_host_does_not_start()
    {
        Assert.Throws<CksConfigurationException>(() => Start());
        Assert.DoesNotContain(SecurityEventKinds.LastKnownGoodRefused, _sink.Kinds);

        File.WriteAllText(Document, "one");
        Start();
        File.Delete(Document);
        var bytes = File.ReadAllBytes(CopyPath);
        bytes[^1] ^= 1;
        File.WriteAllBytes(CopyPath, bytes);
        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(Assert.Throws<CksConfigurationException>(() => Start()).Diagnostics).Code);
        Assert.Contains("String: NotAuthentic", _sink.Events.Where(e => e.Kind == SecurityEventKinds.LastKnownGoodRefused).Select(e => e.Detail));
    }

    [Fact]
    public async Task S26_each_revision_is_saved_and_a_restart_goes_on_behind_it()
    {
        File.WriteAllText(Document, "one");
        var loader = Start();
        loader.Store.Activate("two");
        loader.Store.RollBack(1, "ann", "test");
        await Until(() => Copy().Read().Sequence == 3);
        Assert.Equal("one", Encoding.UTF8.GetString(Copy().Read().Content.Span));
        // The mark comes after the copy, by whoever is told of a swap: for that long the file is two loaders'.
        SnapshotLoader<string>? next = null;
        await Until(() =>
        {
            try
            {
                next = Start();
            }
            catch (IOException)
            {
                // Both wrote at once.
            }

            return next is not null;
        });
        Assert.Equal(4, next!.Store.Current.Version.Sequence);
    }

    [Fact]
    public void S26_what_somebody_went_back_from_does_not_come_back_with_a_document_that_was_away()
    {
        File.WriteAllText(Document, "one");
        var loader = Start();
        File.WriteAllText(Document, "two");
        loader.Reload();
        Assert.Equal(SnapshotRefusalReason.Overtaken, loader.RollBack(1, 1, "ann", "test").Reason);
        Assert.True(loader.RollBack(1, 2, "ann", "test").IsActivated);
        var back = loader.Store.Current;
        foreach (var broken in (string?[])[null, "bad"])
        {
            File.Delete(Document);
            if (broken is not null)
                File.WriteAllText(Document, broken);
            Assert.False(loader.Reload().IsActivated);
            Assert.NotNull(loader.Store.SourceRefusal);
            File.WriteAllText(Document, "two");
            Assert.Same(back, loader.Reload().Active);
            Assert.Null(loader.Store.SourceRefusal);
        }

        // Whoever goes on to what the source says has it as the source's.
        Assert.True(loader.RollBack(2, 3, "ann", "test").IsActivated);
        Assert.Equal(SnapshotOrigin.Documents, loader.Reload().Active!.Provenance.Origin);
        File.WriteAllText(Document, "three");
        Assert.Equal(("three", 6), (loader.Reload().Active!.Value, loader.Store.Current.Version.Sequence));
        // And back to what was in use before somebody went back.
        File.WriteAllText(Document, "two");
        Assert.Equal("two", loader.Reload().Active!.Value);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_saved_stops_the_start_but_no_later_swap()
    {
        File.WriteAllText(Document, "one");
        var loader = Start();
        // A folder where the temporary file should be: nobody, not even root, can write there.
        Directory.CreateDirectory(CopyPath + ".tmp");
        Assert.True(loader.Store.Activate("two").IsActivated);
        await Until(() => _sink.Kinds.Contains(SecurityEventKinds.LastKnownGoodNotSaved));
        Assert.Equal("two", loader.Store.Current.Value);
        Assert.ThrowsAny<SystemException>(() => Start());
    }

    [Fact]
    public void S26_a_mark_that_was_tampered_with_is_an_alarm_at_start()
    {
        File.WriteAllText(Document, "one");
        Start();
        File.Delete(CopyPath + ".mark");
        Assert.Equal(2, Start().Store.Current.Version.Sequence);
        Assert.Equal([(SecurityEventKinds.LastKnownGoodRefused, "String: high-water mark, NoHighWaterMark")], _sink.Events.Select(e => (e.Kind, e.Detail)));
        Assert.True(Copy().Read().IsRead);
    }

    // The copy of the last revision may be on its way yet.
    public void Dispose() => Assert.True(SpinWait.SpinUntil(IsDeleted, TimeSpan.FromSeconds(10)));

    private bool IsDeleted()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
            return !Directory.Exists(_folder);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private SnapshotLoader<string> Start() =>
        SnapshotLoader<string>.Start(SnapshotSource<string>.File(Document, null, Documents.Read), Copy(), events: _sink.AsEvents(_clock), clock: _clock);

    private SnapshotFile Copy() => new(CopyPath, "test", new(Key), null, _clock);

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
            await Task.Delay(5, limit.Token);
    }
}
