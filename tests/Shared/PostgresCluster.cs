using System.Diagnostics;

namespace Cks.Tests;

/// <summary>
/// A PostgreSQL cluster of this process alone, on 127.0.0.1, in a folder that outlives it: it can be stopped and started again with its data, at the
/// same port. It is made at first use.
/// </summary>
/// <param name="folder">Where its data is kept; the user that PostgreSQL runs as can write there.</param>
/// <param name="settings">More of the server's command line.</param>
/// <param name="stop">How it ends: <c>fast</c>, or <c>immediate</c>, which is as if it crashed.</param>
public sealed class PostgresCluster(string folder, string settings = "", string stop = "fast") : IAsyncDisposable
{
    // Standard input is a pipe that only this process holds, so the cluster ends with it, even if it was killed.
    private const string Script = """
        trap '' INT HUP TERM
        umask 077
        if { [ -f "$2/data/PG_VERSION" ] || { mkdir -p "$2" && "$1/initdb" -D "$2/data" -U cks -A trust --no-sync -E UTF8 --locale=C.UTF-8 >"$2/log" 2>&1; }; } &&
           "$1/pg_ctl" -D "$2/data" -w -l "$2/log" -o "-p $3 -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off $4" start >>"$2/log" 2>&1
        then
          echo ready
          cat >/dev/null
          "$1/pg_ctl" -D "$2/data" -m "$5" -w stop >/dev/null 2>&1
        else
          tail -n 5 "$2/log" | tr '\n' ' '
          echo
        fi
        """;

    private const int MostAttempts = 3;

    private int _port = PostgresServer.FreePort();
    private bool _hasStarted;
    private Process? _process;

    /// <summary>Whether PostgreSQL is installed.</summary>
    public static bool IsInstalled => PostgresServer.FindBinaries() is not null;

    /// <summary>Connection string of the maintenance database.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=cks;Database=postgres";

    /// <summary>Starts it, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; await TryStartAsync() is { } said; attempt++)
        {
            await StopAsync();
            if (attempt == MostAttempts)
                throw new InvalidOperationException($"The PostgreSQL cluster in {folder} does not start: {said}");
            if (!_hasStarted) // somebody took the port before the server did
                _port = PostgresServer.FreePort();
        }

        _hasStarted = true;
    }

    // What it says where it does not start.
    private async Task<string?> TryStartAsync()
    {
        string[] command = ["sh", "-c", Script, "sh", PostgresServer.FindBinaries()!, folder, $"{_port}", settings, stop];
        if (Environment.UserName == "root") // PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", .. command];
        _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
        return await _process.StandardOutput.ReadLineAsync() is var said && said == "ready" ? null : said ?? "";
    }

    /// <summary>Stops it, and waits until it has ended; nothing when it does not run.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();
}
