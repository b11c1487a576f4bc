"""Whether this process is about to end: long work looks here between its steps."""

import threading

stopping = threading.Event()
