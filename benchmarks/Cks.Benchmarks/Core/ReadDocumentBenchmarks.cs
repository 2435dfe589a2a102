using BenchmarkDotNet.Attributes;

namespace Cks.Benchmarks;

/// <summary>The case <c>core/read-document</c> in BenchmarkDotNet, for the details.</summary>
[MemoryDiagnoser]
public class ReadDocumentBenchmarks
{
    private readonly byte[] _document = GeneratedDocuments.Create(1)[0];

    [Benchmark]
    public int SourceDocument() => CoreArea.ReadDocument(_document);

    [Benchmark(Baseline = true)]
    public int JsonNode() => CoreArea.ParseNode(_document);
}
