"""A search whose trainings run in processes of their own, several at once."""
from __future__ import annotations

import pickle
import threading
import traceback
from typing import TYPE_CHECKING, Any, Callable, List, Optional

from variegate._core import Error, fail

if TYPE_CHECKING:
    from variegate.study import Study, Trial

__all__: List[str] = []


def run_in_processes(study: "Study", train: Callable[..., float], jobs: int) -> None:
    """Runs the study to its end. What stops it comes as the exception that it is; processes are ended then."""
    try:
        payload = pickle.dumps(train)
    except (AttributeError, TypeError, pickle.PicklingError) as error:
        fail("search: train", "cannot be handed to other processes", str(error), "a function at the top of a module", "or jobs=1")
    crew = _Crew(study, payload)
    threads = [threading.Thread(target=crew.serve, daemon=True) for _ in range(jobs)]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():
                thread.join(0.2)  # so that Ctrl-C is heard
    finally:
        crew.end()
    if crew.error is not None:
        raise crew.error


class _Crew:
    """Threads, each of which asks for trials and has a process train them."""

    def __init__(self, study: "Study", payload: bytes) -> None:
        self.error: Optional[BaseException] = None
        self._study = study
        self._payload = payload
        self._turn = threading.Condition()
        self._busy = 0
        self._over = False
        self._processes: List[Any] = []

    def serve(self) -> None:
        worker: Optional[_Worker] = None
        try:
            while (trial := self._next()) is not None:
                try:
                    if worker is None or not worker.process.is_alive():
                        worker = self._worker()
                    worker.train(self._study, trial)
                finally:
                    with self._turn:
                        self._busy -= 1
                        self._turn.notify_all()
        except BaseException as error:  # noqa: BLE001 - it is raised where the search was called
            with self._turn:
                self.error = self.error or error
                self._over = True
                self._turn.notify_all()

    def end(self) -> None:
        with self._turn:
            self._over = True
            self._turn.notify_all()
            processes = list(self._processes)
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()

    def _next(self) -> "Optional[Trial]":
        with self._turn:
            while not self._over:
                trial = self._study.ask()
                if trial is not None:
                    self._busy += 1
                    return trial
                if self._busy == 0:
                    break  # nothing is under way, so the study has ended
                self._turn.wait()
        return None

    def _worker(self) -> "_Worker":
        with self._turn:
            worker = _Worker(self._payload)
            self._processes.append(worker.process)
            return worker


class _Worker:
    """A process that trains one trial after another."""

    def __init__(self, payload: bytes) -> None:
        import multiprocessing  # not before it is needed: it takes as long to import as all of this package

        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, payload), daemon=False)
        self.process.start()
        theirs.close()

    def train(self, study: "Study", trial: "Trial") -> None:
        try:
            self._connection.send((trial.policy, trial.seed, trial.epochs))
            while True:
                kind, *said = self._connection.recv()
                if kind != "report":
                    break
                try:
                    self._connection.send((True, trial.report(*said)))
                except Error as error:
                    self._connection.send((False, str(error)))
        except (EOFError, OSError):
            self.process.join()
            trial.fail(f"its process has ended with code {self.process.exitcode}")
            return
        if kind == "value":
            study.end(trial, said[0])
        elif kind == "failed":
            trial.fail(said[0])
        else:
            fail("search: train", "cannot be loaded in another process", said[0].strip().splitlines()[-1],
                 "a function at the top of a module that can be imported", "or jobs=1")


def _work(connection: Any, payload: bytes) -> None:
    """What the process does."""
    try:
        train = pickle.loads(payload)
    except Exception:  # noqa: BLE001 - whatever importing its module may raise
        connection.recv()
        connection.send(("broken", traceback.format_exc()))
        return

    def report(epoch: int, value: float) -> bool:
        connection.send(("report", epoch, value))
        understood, answer = connection.recv()
        if not understood:
            raise Error(answer)
        return answer

    while True:
        try:
            policy, seed, epochs = connection.recv()
        except EOFError:
            return
        try:
            connection.send(("value", train(policy, seed, epochs, report)))
        except Exception:  # noqa: BLE001 - whatever a training may raise
            connection.send(("failed", traceback.format_exc()))
